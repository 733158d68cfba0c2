#include "engine/causal/model.hpp"
#include "engine/causal/parameter_order.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {

std::map<std::string, double> uniform_parameters(const Model& model) {
  Point point;
  for (const auto id : parameter_order(model)) {
    const Parameter& parameter = model.parameters[id.index()];
    const auto* formula = std::get_if<Expression>(&parameter.value);
    if (formula == nullptr) continue;
    bool is_uniform = true;
    for (const auto& symbol : symbols_of(*formula)) is_uniform = is_uniform && point.values.contains(symbol);
    if (is_uniform) point.values[parameter.name] = evaluate_scalar(*formula, point);
  }
  return point.values;
}

}  // namespace dosde
