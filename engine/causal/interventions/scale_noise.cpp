#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// Acts on the Itô form: the drift, and with it the Itô correction of a model written in Stratonovich form, stays as it
// was.
InterventionKind scale_noise_kind() {
  InterventionKind kind;
  kind.name = "scale_noise";
  kind.description = "Multiplies the variable's noise loadings by a factor; its Itô drift stays.";
  kind.arguments = {
      {"factor", ArgumentType::formula, true, "The factor: a formula of t, parameters, inputs, variables."},
      {"source", ArgumentType::source_name, false, "Only this noise source; by default all of the row."}};
  kind.acts = InterventionKind::Acts::on_mechanism;
  kind.rewrite = [](Mechanism& row, const Intervention& intervention, const RewriteContext&) {
    const Expression& factor = formula_argument(intervention, "factor");
    const std::string* source = find_text(intervention, "source");
    for (auto& term : row.noise)
      if (source == nullptr || term.source == *source) term.loading = factor * term.loading;
  };
  kind.complaint = [](const Intervention&, const Model&) -> std::string { return ""; };
  return kind;
}

}  // namespace dosde
