#pragma once

#include <vector>

#include "engine/causal/model.hpp"
#include "engine/solvers/step_problem.hpp"

namespace dosde {

/// Folds the next state of every bounded row back into its bounds (x below `lower` becomes 2*lower - x, and so on where
/// that is beyond the other bound; a value that is not finite stays so) and, if the model has bounds, appends the row
/// that counts in how many steps this happened. Without bounds the rows are returned as they are.
std::vector<StepRow> reflect_at_bounds(std::vector<StepRow> rows, const Model& model, const MechanismSet& mechanisms);

}  // namespace dosde
