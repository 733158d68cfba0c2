#pragma once

#include <string>

#include "engine/causal/model.hpp"
#include "engine/causal/timeline.hpp"

namespace dosde {

/// A function of the state in a regime's formulas that is defined on a part of the numbers only (sqrt, log, log1p,
/// asin, acos, a power that is no whole number), as a sentence part: "'x' has sqrt(x)"; empty where there is none. A
/// scheme that evaluates formulas at support values, or needs their derivatives, may leave the domain where the path
/// does not.
std::string find_partial_function(const Model& model, const MechanismSet& mechanisms);

}  // namespace dosde
