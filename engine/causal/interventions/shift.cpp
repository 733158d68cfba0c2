#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

InterventionKind shift_kind() {
  InterventionKind kind;
  kind.name = "shift";
  kind.description = "Adds a value to the variable's drift.";
  kind.arguments = {{"value", ArgumentType::formula, true,
                     "What is added to the drift: a formula of t, parameters, inputs and variables."}};
  kind.acts = InterventionKind::Acts::on_mechanism;
  kind.rewrite = [](Mechanism& row, const Intervention& intervention, const RewriteContext&) {
    row.drift = row.drift + formula_argument(intervention, "value");
  };
  kind.complaint = [](const Intervention&, const Model&) -> std::string { return ""; };
  return kind;
}

}  // namespace dosde
