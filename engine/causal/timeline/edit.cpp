#include "engine/causal/timeline/edit.hpp"

#include <map>

#include "engine/causal/names.hpp"
#include "engine/causal/resolve.hpp"
#include "engine/causal/rewrite.hpp"

namespace dosde {
namespace {

std::string ordinal_text(std::size_t number) {
  const std::size_t last_two = number % 100;
  const std::size_t last = number % 10;
  const bool is_teen = last_two >= 11 && last_two <= 13;
  const std::string ending = is_teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
  return std::to_string(number) + ending;
}

void resolve_arguments(Intervention& intervention, const std::vector<Table>& inputs) {
  for (auto& [key, argument] : intervention.arguments) {
    if (auto* quantity = std::get_if<Quantity>(&argument)) {
      if (auto* formula = std::get_if<Expression>(quantity)) *formula = resolve_inputs(*formula, inputs);
    } else if (auto* noise = std::get_if<std::vector<NoiseTerm>>(&argument)) {
      for (auto& term : *noise) term.loading = resolve_inputs(term.loading, inputs);
    }
  }
  for (auto* condition : {&intervention.window.when, &intervention.window.ends_when})
    if (*condition) *condition = resolve_inputs(**condition, inputs);
}

}  // namespace

std::string label_of(const Intervention& intervention, std::size_t index) {
  const std::string targets = intervention.targets.empty() ? "" : " of " + quoted_list(intervention.targets);
  std::string label = "the " + intervention.kind + targets + " (" + ordinal_text(index + 1) + " intervention";
  if (intervention.location.line > 0) label += ", line " + std::to_string(intervention.location.line);
  return label + ")";
}

std::vector<Edit> prepare_edits(const Model& model, const std::vector<Intervention>& interventions,
                                std::vector<Diagnostic>& diagnostics) {
  std::vector<Edit> edits;
  std::map<std::string, int> draw_count;  // by variable
  for (std::size_t i = 0; i < interventions.size(); ++i) {
    const auto findings = check_intervention(model, interventions, i);
    diagnostics.insert(diagnostics.end(), findings.begin(), findings.end());
    if (!findings.empty()) continue;
    Edit edit{i, find_intervention_kind(interventions[i].kind), interventions[i], label_of(interventions[i], i), {},
              {}};
    resolve_arguments(edit.intervention, model.inputs);
    const bool is_drawn =
        edit.acts(InterventionKind::Acts::on_mechanism) && find_law_argument(edit.intervention, "value") != nullptr;
    for (const auto& target : edit.intervention.targets) {
      edit.draw_keys.push_back(is_drawn ? target + ":" + std::to_string(draw_count[target]++) : "");
      edit.draw_symbols.push_back(is_drawn ? "u:clamp:" + edit.draw_keys.back() : "");
    }
    edits.push_back(std::move(edit));
  }
  return edits;
}

}  // namespace dosde
