#pragma once

#include <cstdint>
#include <vector>

namespace dosde {

// Ceilings for schemes: the same trajectories as the engine's, to rounding, from kernels for exactly that scheme and
// model. End states [variable][trajectory].

/// Stochastic Heun on lorenz_experiment.
std::vector<double> heun_on_lorenz_by_hand(std::int64_t trajectories, std::int64_t steps);

/// SRIW1 on double_well_experiment.
std::vector<double> sriw1_on_double_well_by_hand(std::int64_t trajectories, std::int64_t steps);

}  // namespace dosde
