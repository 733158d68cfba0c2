#pragma once

#include "engine/causal/rewrite.hpp"

namespace dosde {

// One function a kind, each in its own file; intervention_registry.cpp lists them.
InterventionKind clamp_kind();
InterventionKind soft_clamp_kind();
InterventionKind shift_kind();
InterventionKind scale_drift_kind();
InterventionKind scale_noise_kind();
InterventionKind parameter_kind();
InterventionKind replace_kind();
InterventionKind cut_kind();
InterventionKind impulse_kind();
InterventionKind initial_kind();
InterventionKind stop_kind();

}  // namespace dosde
