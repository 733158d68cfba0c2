#include "io/scenario/read_solver.hpp"

#include <algorithm>

#include "engine/solvers/registry.hpp"

namespace dosde {

std::string read_scheme(const Section& solver, Findings& findings) {
  const std::string name = solver.text("scheme");
  const auto names = scheme_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    findings.error("E009", solver.place_of("scheme"), "there is no scheme '" + name + "'",
                   "the schemes are " + list_words(names), suggest_name(name, names));
  }
  return name;
}

std::optional<StepControl> read_step_control(const Section& solver, const Model& model,
                                             const std::optional<TimeGrid>& grid, Findings& findings) {
  if (solver.text("steps") != "adaptive") {
    for (const char* key : {"relative_tolerance", "absolute_tolerance", "absolute_tolerances", "smallest_step"})
      if (solver.mentions(key))
        findings.error("E014", solver.place_of(key), std::string(key) + " is for adaptive steps, and steps are fixed",
                       "it would be ignored", "add steps = \"adaptive\", or take it out");
    return std::nullopt;
  }
  StepControl control;
  control.relative_tolerance = solver.number("relative_tolerance");
  control.absolute_tolerance = solver.number("absolute_tolerance");
  if (solver.has("smallest_step")) control.smallest_step = solver.number("smallest_step");
  if (const Value* table = solver.find("absolute_tolerances")) {
    for (const auto& entry : table->entries) {
      if (!model.variables.empty() && !model.find_variable(entry.key).is_valid())
        findings.error("E009", entry.key_place, "there is no variable '" + entry.key + "'",
                       "absolute_tolerances are those of variables, by name", "");
      control.absolute_of[entry.key] = entry.value.number;
    }
  }
  if (!grid) return control;
  try {
    count_halvings(control, *grid);
  } catch (const Error& error) {
    findings.adopt(error.diagnostics(), "E013", solver.place_of("smallest_step"));
  }
  return control;
}

}  // namespace dosde
