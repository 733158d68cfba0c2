#pragma once

#include <memory>

#include "engine/ensemble/recorded_world.hpp"
#include "io/scenario/read_context.hpp"
#include "io/scenario/section.hpp"

namespace dosde {

/// The world that `noise.file` names; nullptr where it names none, or where the file cannot be read, which is found.
std::shared_ptr<const RecordedWorld> read_recorded_world(const Section& noise, ReadContext& context);

}  // namespace dosde
