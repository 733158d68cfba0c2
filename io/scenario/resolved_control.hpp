#pragma once

#include <optional>
#include <string>

#include "engine/ensemble/step_control.hpp"

namespace dosde {

/// What adaptive steps may be wrong by, by the [solver] of a resolved scenario (every default written out), and nothing
/// else of it: a scenario of many points or of another version is not read for it. Nothing where steps are fixed.
/// Throws Error (scenario, E001) where the text is no TOML.
std::optional<StepControl> find_resolved_control(const std::string& resolved_text);

}  // namespace dosde
