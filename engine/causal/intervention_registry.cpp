#include <algorithm>

#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

const std::vector<InterventionKind>& intervention_registry() {
  static const std::vector<InterventionKind> registry = {
      clamp_kind(),   soft_clamp_kind(), shift_kind(),   scale_drift_kind(), scale_noise_kind(), parameter_kind(),
      replace_kind(), cut_kind(),        impulse_kind(), initial_kind(),     stop_kind(),
  };
  return registry;
}

const InterventionKind* find_intervention_kind(const std::string& name) {
  const auto& registry = intervention_registry();
  const auto found =
      std::find_if(registry.begin(), registry.end(), [&](const InterventionKind& kind) { return kind.name == name; });
  return found == registry.end() ? nullptr : &*found;
}

}  // namespace dosde
