#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// do(X = value): drift and noise of the row are gone, every other row sees the value (Hansen & Sokol 2014). Held, not
// reset: see impulse.
InterventionKind clamp_kind() {
  InterventionKind kind;
  kind.name = "clamp";
  kind.description = "Holds the variable at a value: its drift and noise are gone, every other row sees the value.";
  kind.arguments = {
      {"value", ArgumentType::quantity, true,
       "What it is held at: a number, a formula of t, parameters, inputs and other variables, or a law "
       "(one draw a trajectory and window; of a clamp that waits for a condition one draw a trajectory, for "
       "all of its openings)."}};
  kind.acts = InterventionKind::Acts::on_mechanism;
  kind.rewrite = [](Mechanism& row, const Intervention& intervention, const RewriteContext& context) {
    const Law* law = find_law_argument(intervention, "value");
    row.clamp = law != nullptr ? draw_from(*law, Expression::symbol(context.draw_symbol))
                               : formula_argument(intervention, "value");
  };
  kind.complaint = [](const Intervention&, const Model&) -> std::string { return ""; };
  return kind;
}

}  // namespace dosde
