#pragma once

#include <vector>

#include "engine/causal/timeline.hpp"
#include "engine/causal/timeline/edit.hpp"

namespace dosde {

/// One initial value a variable: the model's, or that of the last `initial` edit on it. Parameter edits whose window
/// contains the start count (`open_at_start`); later ones cannot reach back. Adds findings where a parameter edit makes
/// an initial value depend on more than parameters, warnings where an `initial` edit is overridden.
std::vector<InitialValue> build_initial_values(const Model& model, const std::vector<Edit>& edits,
                                               const std::vector<std::size_t>& open_at_start,
                                               std::vector<Diagnostic>& warnings, std::vector<Diagnostic>& diagnostics);

}  // namespace dosde
