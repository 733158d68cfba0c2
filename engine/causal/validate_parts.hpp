#pragma once

#include <vector>

#include "engine/causal/model.hpp"

namespace dosde {

// What validate() asks of the parts of a model; each adds its findings.

/// A loading on a source, with a number in the place of the mark if the source is one of jumps that draw marks: to
/// check what else it names.
Expression without_mark(const Model& model, const std::string& source, const Expression& loading);
/// Rows in increasing time, as many values as times, all finite.
void check_input(const Table& input, std::vector<Diagnostic>& diagnostics);
/// Names in the drift and the loadings; names of sources; a source twice in one row.
void check_mechanism(const Model& model, const Variable& variable, std::vector<Diagnostic>& diagnostics);
/// Names in a jump source's rate and mark.
void check_jump(const Model& model, const JumpSource& jump, std::vector<Diagnostic>& diagnostics);
/// Names in an event's condition and assignments; what it sets; that it does not set and stop.
void check_event(const Model& model, const Event& event, std::vector<Diagnostic>& diagnostics);
/// An initial value is a number, a formula of parameters, a law, or recorded states.
void check_initial(const Model& model, const Variable& variable, std::vector<Diagnostic>& diagnostics);
/// Bounds are formulas of parameters that do not cross, with an initial number between them (where parameters have
/// values).
void check_bounds(const Model& model, const Variable& variable, bool has_parameter_values,
                  std::vector<Diagnostic>& diagnostics);

}  // namespace dosde
