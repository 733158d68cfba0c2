#include "engine/causal/timeline/parameter_edits.hpp"

#include "engine/causal/parameter_order.hpp"
#include "engine/causal/rewrite.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

using Replacements = std::map<std::string, Expression>;

/// Adds the parameters that depend on edited ones and are not edited themselves, in dependency order.
Replacements with_dependents(const Model& model, const Replacements& edited) {
  Replacements all = edited;
  for (const auto id : parameter_order(model)) {
    const Parameter& parameter = model.parameters[id.index()];
    if (edited.contains(parameter.name)) continue;
    bool is_dependent = false;
    for (const auto& name : parameters_named_by(model, parameter)) is_dependent = is_dependent || all.contains(name);
    if (!is_dependent) continue;
    if (const auto* formula = std::get_if<Expression>(&parameter.value)) {
      all[parameter.name] = substitute(*formula, all);
    } else {
      Law law = std::get<Law>(parameter.value);
      for (auto& argument : law.arguments) argument = substitute(argument, all);
      all[parameter.name] = draw_from(law, Expression::symbol("u:parameter:" + parameter.name));
    }
  }
  return all;
}

}  // namespace

Replacements parameter_replacements(const Model& model, const std::vector<Edit>& edits,
                                    const std::vector<std::size_t>& active) {
  Replacements edited;
  for (const auto index : active) {
    const Edit& edit = edits[index];
    if (!edit.acts(InterventionKind::Acts::on_parameter)) continue;
    const Expression value = substitute(formula_argument(edit.intervention, "value"), with_dependents(model, edited));
    for (const auto& target : edit.intervention.targets) edited[target] = value;
  }
  return edited.empty() ? edited : with_dependents(model, edited);
}

bool is_same_map(const std::map<std::string, Expression>& a, const std::map<std::string, Expression>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first && x.second.is_same(y.second); });
}

}  // namespace dosde
