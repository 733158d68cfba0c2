#include "engine/causal/timeline/initial_values.hpp"

#include <optional>

#include "engine/causal/finding.hpp"
#include "engine/causal/names.hpp"
#include "engine/causal/timeline/parameter_edits.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

InitialValue to_initial(const Quantity& quantity) {
  if (const auto* law = std::get_if<Law>(&quantity)) return *law;
  return std::get<Expression>(quantity);
}

std::vector<Expression*> formulas_of(InitialValue& initial) {
  std::vector<Expression*> formulas;
  if (auto* formula = std::get_if<Expression>(&initial)) formulas.push_back(formula);
  if (auto* law = std::get_if<Law>(&initial))
    for (auto& argument : law->arguments) formulas.push_back(&argument);
  return formulas;
}

}  // namespace

std::vector<InitialValue> build_initial_values(const Model& model, const std::vector<Edit>& edits,
                                               const std::vector<std::size_t>& open_at_start,
                                               std::vector<Diagnostic>& warnings,
                                               std::vector<Diagnostic>& diagnostics) {
  std::vector<InitialValue> values;
  for (const auto& variable : model.variables) values.push_back(variable.initial);
  std::vector<const Edit*> set_by(values.size(), nullptr);
  for (const auto& edit : edits) {
    if (!edit.acts(InterventionKind::Acts::on_initial)) continue;
    for (const auto& target : edit.intervention.targets) {
      const std::size_t i = model.find_variable(target).index();
      if (set_by[i] != nullptr)
        warnings.push_back(make_warning(set_by[i]->intervention.location,
                                        set_by[i]->label + " has no effect on '" + target + "'",
                                        "it is overridden by " + edit.label));
      values[i] = to_initial(std::get<Quantity>(edit.intervention.arguments.at("value")));
      set_by[i] = &edit;
    }
  }
  const auto parameters = parameter_replacements(model, edits, open_at_start);
  if (parameters.empty()) return values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (Expression* formula : formulas_of(values[i])) {
      *formula = substitute(*formula, parameters);
      for (const auto& symbol : symbols_of(*formula)) {
        const NameMeaning meaning = meaning_of(model, symbol);
        if (meaning == NameMeaning::variable || meaning == NameMeaning::time)
          diagnostics.push_back(make_finding(model.variables[i].location,
                                             "a parameter intervention makes the initial value of '" +
                                                 model.variables[i].name + "' depend on '" + symbol + "'",
                                             "an initial value is a formula of parameters"));
      }
    }
  }
  return values;
}

}  // namespace dosde
