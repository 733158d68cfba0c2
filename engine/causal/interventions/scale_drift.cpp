#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// Acts on the Itô drift: in a model written in Stratonovich form the correction is scaled too.
InterventionKind scale_drift_kind() {
  InterventionKind kind;
  kind.name = "scale_drift";
  kind.description = "Multiplies the variable's Itô drift by a factor.";
  kind.arguments = {
      {"factor", ArgumentType::formula, true, "The factor: a formula of t, parameters, inputs, variables."}};
  kind.acts = InterventionKind::Acts::on_mechanism;
  kind.rewrite = [](Mechanism& row, const Intervention& intervention, const RewriteContext&) {
    row.drift = formula_argument(intervention, "factor") * row.drift;
  };
  kind.complaint = [](const Intervention&, const Model&) -> std::string { return ""; };
  return kind;
}

}  // namespace dosde
