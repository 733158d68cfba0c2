#include <set>

#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// Mechanism change ("soft intervention"): parents may change. A new drift is an Itô drift, whatever the model was
// written in.
InterventionKind replace_kind() {
  InterventionKind kind;
  kind.name = "replace";
  kind.description = "Gives the variable another Itô drift, other noise loadings, or both.";
  kind.arguments = {{"drift", ArgumentType::formula, false, "The new Itô drift."},
                    {"noise", ArgumentType::noise_row, false, "The new loadings by source; all old ones are gone."}};
  kind.acts = InterventionKind::Acts::on_mechanism;
  kind.rewrite = [](Mechanism& row, const Intervention& intervention, const RewriteContext& context) {
    if (const Expression* drift = find_formula(intervention, "drift")) row.drift = *drift;
    if (const auto* noise = find_noise_row(intervention, "noise")) {
      row.noise = *noise;
      for (auto& term : row.noise)
        if (term.source.empty()) term.source = context.target;  // a bare loading: the variable's own source
    }
  };
  kind.complaint = [](const Intervention& intervention, const Model&) -> std::string {
    const auto* noise = find_noise_row(intervention, "noise");
    if (find_formula(intervention, "drift") == nullptr && noise == nullptr) return "it needs `drift`, `noise` or both";
    std::set<std::string> sources;
    for (const auto& term : noise == nullptr ? std::vector<NoiseTerm>{} : *noise)
      if (!sources.insert(term.source).second) return "its `noise` names the source '" + term.source + "' twice";
    return "";
  };
  return kind;
}

}  // namespace dosde
