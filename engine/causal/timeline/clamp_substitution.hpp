#pragma once

#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// Clamped variables by name with what they are held at, or the cycle of names that forbids it.
struct ClampValues {
  std::map<std::string, Expression> values;  ///< in terms of free variables, parameters, t and draws only
  std::vector<std::string> cycle;            ///< "x", "y", "x" where x's clamp names y and y's names x
};

/// Substitutes clamps that name other clamped variables into each other, in topological order.
ClampValues solve_clamps(const Model& model, const MechanismSet& rows);

/// Puts the clamps' values in place of clamped variables everywhere. A row that changes keeps its former self in
/// `edited`; a clamped row loses drift, noise and bounds.
void substitute_clamps(MechanismSet& rows, const std::map<std::string, Expression>& values);

}  // namespace dosde
