#include "io/scenario/read_solver.hpp"

#include <algorithm>

#include "engine/expression/stepwise.hpp"
#include "engine/expression/traverse.hpp"
#include "engine/solvers/registry.hpp"

namespace dosde {

std::string read_scheme(const Section& solver, Findings& findings) {
  const std::string name = solver.text("scheme");
  const auto names = scheme_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    findings.error("E009", solver.place_of("scheme"), "there is no scheme '" + name + "'",
                   "the schemes are " + list_words(names), suggest_nearest(name, names));
  }
  return name;
}

namespace {

/// Tolerances that variables have of their own, by name.
std::map<std::string, double> read_own_tolerances(const Section& solver, const std::string& key, const Model& model,
                                                  Findings& findings) {
  std::map<std::string, double> own;
  const Value* table = solver.find(key);
  if (table == nullptr) return own;
  for (const auto& entry : table->entries) {
    if (!model.variables.empty() && !model.find_variable(entry.key).is_valid())
      findings.error("E009", entry.key_place, "there is no variable '" + entry.key + "'",
                     key + " are those of variables, by name", "");
    own[entry.key] = entry.value.number;
  }
  return own;
}

}  // namespace

std::optional<StepControl> read_step_control(const Section& solver, const Model& model,
                                             const std::optional<TimeGrid>& grid, Findings& findings) {
  if (solver.text("steps") != "adaptive") {
    for (const char* key :
         {"relative_tolerance", "absolute_tolerance", "relative_tolerances", "absolute_tolerances", "smallest_step"})
      if (solver.mentions(key))
        findings.error("E014", solver.place_of(key), std::string(key) + " is for adaptive steps, and steps are fixed",
                       "it would be ignored", "add steps = \"adaptive\", or take it out");
    return std::nullopt;
  }
  if (solver.text("scheme") == moments_name) {
    findings.error("E014", solver.place_of("steps"), "the moment equations do not take steps = \"adaptive\"",
                   "they have steps and a tolerance of their own", "take it out, with its tolerances");
    return std::nullopt;
  }
  StepControl control;
  control.relative_tolerance = solver.number("relative_tolerance");
  control.absolute_tolerance = solver.number("absolute_tolerance");
  if (solver.has("smallest_step")) control.smallest_step = solver.number("smallest_step");
  control.absolute_of = read_own_tolerances(solver, "absolute_tolerances", model, findings);
  control.relative_of = read_own_tolerances(solver, "relative_tolerances", model, findings);
  if (!grid) return control;
  try {
    count_halvings(control, *grid);
  } catch (const Error& error) {
    findings.adopt(error.diagnostics(), "E013", solver.place_of("smallest_step"));
  }
  return control;
}

void warn_of_jumps(const Section& solver, const Model& model, Findings& findings) {
  std::vector<std::string> rows;
  for (const auto& variable : model.variables) {
    bool has_jump = false;
    const auto look = [&has_jump](const Expression& part) { has_jump = has_jump || is_stepwise(part.operation()); };
    visit_operands_first(variable.drift, look);
    for (const auto& term : variable.noise) visit_operands_first(term.loading, look);
    if (has_jump) rows.push_back("'" + variable.name + "'");
  }
  if (rows.empty()) return;
  findings.warning(
      "W008", solver.place_of("steps"), "adaptive steps may miss what jumps in the formulas of " + list_words(rows),
      "a comparison or a sign can look the same from all stages of a step that is too long, and steps that follow "
      "the path keep its law only where loadings are smooth",
      "keep time.step, the longest step, below the time that such a jump lasts or takes to act");
}

}  // namespace dosde
