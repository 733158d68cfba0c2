#pragma once

#include <string>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// Why the mechanisms of a regime, in numbers, are not functions of the variables alone, a sentence part: they name the
/// time or what is drawn once a trajectory, or a variable is reflected at a bound. Empty: they are.
std::string objection_to_autonomy(const Model& model, const MechanismSet& mechanisms);

}  // namespace dosde
