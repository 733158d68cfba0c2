#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"

namespace dosde {

// The models that run benchmarks share: text models, Euler–Maruyama, double, saved once at the end.

/// Lorenz-63 with a noise on each variable: dx = sigma (y - x) dt + s dW, ….
Experiment lorenz_experiment(std::int64_t trajectories, std::int64_t steps);

/// dx = theta (mu - x) dt + s dW.
Experiment ornstein_uhlenbeck_experiment(std::int64_t trajectories, std::int64_t steps);

/// dx = (x - x^3) dt + (0.5 + 0.2 x^2) dW, from 0.5, steps of 0.01.
Experiment double_well_experiment(std::int64_t trajectories, std::int64_t steps);

/// 100 variables, three parents each: dx_i = (-x_i + Σ_j w_ij tanh(x_j)) dt + 0.3 dW_i. Fixed weights.
Experiment network_experiment(std::int64_t trajectories, std::int64_t steps);

/// The network's edges: parent[3*i + k] drives i with weight[3*i + k].
struct NetworkEdges {
  std::vector<int> parent;
  std::vector<double> weight;
};
NetworkEdges network_edges();

constexpr int network_size = 100;
constexpr std::uint64_t benchmark_seed = 20260;

}  // namespace dosde
