#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// Of a scenario's interventions, the waiting ones that are open: "shift of x (intervention 2)" each, counted from 1 as
/// in the file. `open`: bit w for the w-th waiting one of the timeline.
std::vector<std::string> open_labels(const Timeline& timeline, const std::vector<Intervention>& interventions,
                                     std::uint32_t open);

}  // namespace dosde
