#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// Draws from another initial law stay comonotone with the old ones: both are quantiles of the same keyed uniform. See
// initial_values.cpp.
InterventionKind initial_kind() {
  InterventionKind kind;
  kind.name = "initial";
  kind.description = "Starts the variable from another value or law.";
  kind.arguments = {{"value", ArgumentType::quantity, true, "A number, a formula of parameters, or a law."}};
  kind.acts = InterventionKind::Acts::on_initial;
  kind.rewrite = nullptr;
  kind.complaint = [](const Intervention& intervention, const Model&) -> std::string {
    const Window& window = intervention.window;
    if (window.from || window.until || window.every) return "it acts at the start and has no `from`, `until`, `every`";
    return "";
  };
  return kind;
}

}  // namespace dosde
