#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// Ends a trajectory when a condition becomes true: censoring by design, in this scenario only. An event of the model
// that stops does so in all.
InterventionKind stop_kind() {
  InterventionKind kind;
  kind.name = "stop";
  kind.description = "Ends the trajectory when a condition becomes true.";
  kind.acts = InterventionKind::Acts::on_trajectory;
  kind.rewrite = nullptr;
  kind.complaint = [](const Intervention& intervention, const Model&) -> std::string {
    return intervention.window.when ? "" : "it needs `when`, the condition";
  };
  return kind;
}

}  // namespace dosde
