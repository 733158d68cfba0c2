#pragma once

#include <vector>

#include "engine/causal/timeline.hpp"
#include "engine/causal/timeline/windows.hpp"

namespace dosde {

/// Fills `timeline.impulses` from the impulse edits; the regimes stand already. Formulas read the state just before,
/// X(t-): variables that were clamped until then are replaced by what they were held at. Parameter windows open at t
/// count. Several impulses on one variable at one time are composed in the file's order. An impulse on a variable that
/// is clamped at t has no effect: a warning.
void add_impulses(const Model& model, const std::vector<Edit>& edits, const std::vector<Occurrence>& occurrences,
                  const TimeGrid& grid, Timeline& timeline, std::vector<Diagnostic>& diagnostics);

/// The variable's value after one more impulse: `value` is what it is so far.
Expression apply_impulse(const Intervention& impulse, const std::string& variable, const Expression& value);

}  // namespace dosde
