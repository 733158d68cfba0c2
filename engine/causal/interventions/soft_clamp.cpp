#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// f += rate*(value - x); rate -> infinity is the clamp (Mooij, Janzing & Schölkopf 2013). The noise stays.
InterventionKind soft_clamp_kind() {
  InterventionKind kind;
  kind.name = "soft_clamp";
  kind.description = "Pulls the variable towards a value: rate*(value - x) is added to its drift, its noise stays.";
  kind.arguments = {
      {"value", ArgumentType::formula, true, "Where it is pulled to: a formula of t, parameters, inputs, variables."},
      {"rate", ArgumentType::formula, true, "How fast, per unit of time; positive."}};
  kind.acts = InterventionKind::Acts::on_mechanism;
  kind.rewrite = [](Mechanism& row, const Intervention& intervention, const RewriteContext& context) {
    row.drift = row.drift + formula_argument(intervention, "rate") *
                                (formula_argument(intervention, "value") - Expression::symbol(context.target));
  };
  kind.complaint = [](const Intervention& intervention, const Model&) -> std::string {
    const Expression& rate = formula_argument(intervention, "rate");
    return rate.is_constant() && !(rate.value() > 0.0) ? "its `rate` must be positive" : "";
  };
  return kind;
}

}  // namespace dosde
