#include "engine/ensemble/sweep_target.hpp"

#include <set>

#include "engine/causal/parameter_order.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

/// The whole value, or an argument of its law.
template <class Value>
Expression* number_in(Value& value, std::int32_t law_argument) {
  Expression* number = std::get_if<Expression>(&value);
  if (law_argument >= 0) {
    Law* law = std::get_if<Law>(&value);
    const auto position = static_cast<std::size_t>(law_argument);
    number = law == nullptr || position >= law->arguments.size() ? nullptr : &law->arguments[position];
  }
  return number != nullptr && number->is_constant() ? number : nullptr;
}

/// Adds the names in the exponents of powers.
void add_exponent_names(const Expression& formula, std::set<std::string>& names) {
  visit_operands_first(formula, [&](const Expression& node) {
    if (node.operation() == Operation::power) names.merge(symbols_of(node.operand(1)));
  });
}

void add_exponent_names(const Argument& argument, std::set<std::string>& names) {
  if (const auto* quantity = std::get_if<Quantity>(&argument)) {
    if (const auto* formula = std::get_if<Expression>(quantity)) add_exponent_names(*formula, names);
    if (const auto* law = std::get_if<Law>(quantity))
      for (const auto& part : law->arguments) add_exponent_names(part, names);
  } else if (const auto* terms = std::get_if<std::vector<NoiseTerm>>(&argument)) {
    for (const auto& term : *terms) add_exponent_names(term.loading, names);
  }
}

/// Every name in an exponent of the model or of the scenario, with the parameters that such names depend on.
std::set<std::string> exponent_names(const Model& model, const Scenario& scenario) {
  std::set<std::string> names;
  for (const auto& variable : model.variables) {
    add_exponent_names(variable.drift, names);
    for (const auto& term : variable.noise) add_exponent_names(term.loading, names);
  }
  for (const auto& parameter : model.parameters)
    if (const auto* formula = std::get_if<Expression>(&parameter.value)) add_exponent_names(*formula, names);
  for (const auto& intervention : scenario.interventions)
    for (const auto& [key, argument] : intervention.arguments) add_exponent_names(argument, names);
  for (std::size_t known = 0; known != names.size();) {
    known = names.size();
    for (const auto& parameter : model.parameters)
      if (names.contains(parameter.name))
        for (const auto& name : parameters_named_by(model, parameter)) names.insert(name);
  }
  return names;
}

}  // namespace

Expression* find_number(Experiment& experiment, const SweepTarget& target) {
  switch (target.kind) {
    case SweepTarget::Kind::parameter:
      return number_in(experiment.model.parameters.at(target.index).value, target.law_argument);
    case SweepTarget::Kind::initial:
      return number_in(experiment.model.variables.at(target.index).initial, target.law_argument);
    case SweepTarget::Kind::intervention: {
      auto& arguments = experiment.scenarios.at(target.scenario).interventions.at(target.index).arguments;
      const auto argument = arguments.find(target.key);
      Quantity* quantity = argument == arguments.end() ? nullptr : std::get_if<Quantity>(&argument->second);
      return quantity == nullptr ? nullptr : number_in(*quantity, target.law_argument);
    }
    case SweepTarget::Kind::setting:
      return nullptr;
  }
  return nullptr;
}

bool may_become_exponent(const Experiment& experiment, const SweepTarget& target) {
  if (target.kind != SweepTarget::Kind::intervention) return false;
  const Scenario& scenario = experiment.scenarios.at(target.scenario);
  // A clamped variable, or a parameter that is set, may stand in an exponent.
  const std::set<std::string> names = exponent_names(experiment.model, scenario);
  for (const auto& name : names) {
    if (experiment.model.find_variable(name).is_valid()) return true;
    for (const auto& intervention : scenario.interventions)
      for (const auto& changed : intervention.targets)
        if (changed == name) return true;
  }
  return false;
}

}  // namespace dosde
