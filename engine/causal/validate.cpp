#include <algorithm>
#include <cmath>
#include <set>

#include "engine/causal/finding.hpp"
#include "engine/causal/names.hpp"
#include "engine/causal/noise_class.hpp"
#include "engine/causal/parameter_order.hpp"
#include "engine/causal/validate_parts.hpp"
#include "engine/expression/name.hpp"

namespace dosde {
namespace {

/// Variables, parameters and inputs share one name space.
void check_own_names(const Model& model, std::vector<Diagnostic>& diagnostics) {
  std::set<std::string> seen;
  const auto check = [&](const std::string& name, const std::string& kind, const Location& location) {
    if (is_reserved(name))
      diagnostics.push_back(
          make_finding(location, "the " + kind + " '" + name + "' has a reserved name",
                       name == "t" ? "t is the time" : "formulas use '" + name + "' for something else", "rename it"));
    else if (!is_name(name))
      diagnostics.push_back(make_finding(location, "the " + kind + " '" + name + "' cannot be named in a formula",
                                         "a name is a letter or underscore, then letters, digits and underscores"));
    if (!seen.insert(name).second)
      diagnostics.push_back(make_finding(location, "the name '" + name + "' is used twice",
                                         "variables, parameters and inputs share one name space",
                                         "rename the " + kind));
  };
  for (const auto& variable : model.variables) check(variable.name, "variable", variable.location);
  for (const auto& parameter : model.parameters) check(parameter.name, "parameter", parameter.location);
  for (const auto& input : model.inputs) check(input.name, "input", {});
}

void check_parameters(const Model& model, std::vector<Diagnostic>& diagnostics) {
  for (const auto& parameter : model.parameters) {
    const std::string what = "the parameter '" + parameter.name + "'";
    if (const auto* formula = std::get_if<Expression>(&parameter.value))
      check_names(model, *formula, NameRules{}, what, "a parameter is a formula of other parameters",
                  parameter.location, diagnostics);
    else
      check_law(model, std::get<Law>(parameter.value), NameRules{}, what, parameter.location, diagnostics);
  }
  const auto cycle = parameter_cycle(model);
  if (!cycle.empty())
    diagnostics.push_back(make_finding(model.parameters[model.find_parameter(cycle.front()).index()].location,
                                       "parameters form a cycle: " + cycle_text(cycle),
                                       "each would need the other's value first", "give one of them a number"));
}

void check_values(const Model& model, std::vector<Diagnostic>& diagnostics) {
  for (const auto& [name, value] : uniform_parameters(model))
    if (!std::isfinite(value))
      diagnostics.push_back(make_finding(model.parameters[model.find_parameter(name).index()].location,
                                         "the parameter '" + name + "' is not a finite number"));
}

/// Jump sources and events have names of their own each.
void check_names_of_happenings(const Model& model, std::vector<Diagnostic>& diagnostics) {
  const auto check = [&](const auto& things, const std::string& kind) {
    std::set<std::string> seen;
    for (const auto& thing : things)
      if (!seen.insert(thing.name).second)
        diagnostics.push_back(
            make_finding(thing.location, "there are two " + kind + "s '" + thing.name + "'", "", "rename one of them"));
  };
  check(model.jumps, "jump source");
  for (const auto& jump : model.jumps)
    if (model.find_variable(jump.name).is_valid())
      diagnostics.push_back(make_finding(jump.location, "the jump source '" + jump.name + "' is named like a variable",
                                         "a variable's own noise source has the variable's name, so that its noise "
                                         "would become jumps",
                                         "rename the jump source"));
  check(model.events, "event");
}

/// A model in Stratonovich form has an Itô form by derivatives of its loadings, where these tell all.
void check_calculus(const Model& model, std::vector<Diagnostic>& diagnostics) {
  if (model.calculus == Calculus::ito) return;
  MechanismSet mechanisms;
  for (const auto& variable : model.variables) mechanisms.push_back({variable.drift, variable.noise});
  const auto jump = find_own_jump(model, mechanisms, uniform_parameters(model));
  if (!jump) return;
  diagnostics.push_back(make_finding(model.variables[model.find_variable(jump->variable).index()].location,
                                     "in Stratonovich form " + jump->sentence,
                                     "its Itô form has a push at the jump, by the local time of the state there, which "
                                     "derivatives do not tell of",
                                     "write the model in Itô form, or without the jump"));
}

}  // namespace

std::vector<Diagnostic> validate(const Model& model) {
  std::vector<Diagnostic> diagnostics;
  if (model.variables.empty())
    diagnostics.push_back(make_finding({}, "the model has no variables", "there is nothing to simulate",
                                       "add one under [model.variables]"));
  check_own_names(model, diagnostics);
  for (const auto& input : model.inputs) check_input(input, diagnostics);
  const std::size_t before_parameters = diagnostics.size();
  check_parameters(model, diagnostics);
  const bool has_parameter_values = diagnostics.size() == before_parameters;
  if (has_parameter_values) check_values(model, diagnostics);
  for (const auto& variable : model.variables) {
    check_mechanism(model, variable, diagnostics);
    check_initial(model, variable, diagnostics);
    check_bounds(model, variable, has_parameter_values, diagnostics);
  }
  for (const auto& jump : model.jumps) check_jump(model, jump, diagnostics);
  for (const auto& event : model.events) check_event(model, event, diagnostics);
  check_names_of_happenings(model, diagnostics);
  if (diagnostics.empty()) check_calculus(model, diagnostics);
  return diagnostics;
}

}  // namespace dosde
