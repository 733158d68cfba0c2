#include "engine/causal/parameter_order.hpp"

#include <set>

#include "engine/causal/dependency_order.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

DependencyOrder order_of(const Model& model) {
  std::vector<std::vector<std::size_t>> needs(model.parameters.size());
  for (std::size_t i = 0; i < needs.size(); ++i)
    for (const auto& name : parameters_named_by(model, model.parameters[i]))
      needs[i].push_back(model.find_parameter(name).index());
  return order_by_dependency(needs);
}

std::vector<std::string> names_of(const Model& model, const std::vector<std::size_t>& indices) {
  std::vector<std::string> names;
  for (const auto index : indices) names.push_back(model.parameters[index].name);
  return names;
}

}  // namespace

std::vector<std::string> parameters_named_by(const Model& model, const Parameter& parameter) {
  std::set<std::string> symbols;
  if (const auto* formula = std::get_if<Expression>(&parameter.value)) {
    symbols = symbols_of(*formula);
  } else {
    for (const auto& argument : std::get<Law>(parameter.value).arguments) symbols.merge(symbols_of(argument));
  }
  std::vector<std::string> names;
  for (const auto& symbol : symbols)
    if (model.find_parameter(symbol).is_valid()) names.push_back(symbol);
  return names;
}

std::vector<ParameterId> parameter_order(const Model& model) {
  const DependencyOrder order = order_of(model);
  if (!order.cycle.empty())
    throw Error(ErrorKind::scenario, "parameters form a cycle: " + cycle_text(names_of(model, order.cycle)),
                "each would need the other's value first", "give one of them a number");
  std::vector<ParameterId> ids;
  for (const auto index : order.order) ids.push_back(ParameterId{static_cast<std::int32_t>(index)});
  return ids;
}

std::vector<std::string> parameter_cycle(const Model& model) { return names_of(model, order_of(model).cycle); }

std::string cycle_text(const std::vector<std::string>& cycle) {
  std::string text;
  for (const auto& name : cycle) text += (text.empty() ? "" : " -> ") + name;
  return text;
}

}  // namespace dosde
