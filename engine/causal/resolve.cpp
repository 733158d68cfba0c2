#include "engine/causal/resolve.hpp"

#include "engine/expression/analysis.hpp"

namespace dosde {

Expression resolve_inputs(const Expression& formula, const std::vector<Table>& inputs) {
  std::map<std::string, Expression> replacements;
  for (const auto& input : inputs)
    if (depends_on(formula, input.name))
      replacements.emplace(input.name, Expression::make_lookup(input.name, Expression::symbol("t")));
  return replacements.empty() ? formula : substitute(formula, replacements);
}

Model resolve(const Model& model) {
  auto diagnostics = validate(model);
  if (!diagnostics.empty()) throw Error(ErrorKind::scenario, std::move(diagnostics));
  Model resolved = model;
  for (auto& variable : resolved.variables) {
    variable.drift = resolve_inputs(variable.drift, model.inputs);
    for (auto& term : variable.noise) term.loading = resolve_inputs(term.loading, model.inputs);
  }
  for (auto& jump : resolved.jumps) jump.rate = resolve_inputs(jump.rate, model.inputs);
  for (auto& event : resolved.events) {
    event.when = resolve_inputs(event.when, model.inputs);
    for (auto& assignment : event.set) assignment.value = resolve_inputs(assignment.value, model.inputs);
  }
  return resolved;
}

}  // namespace dosde
