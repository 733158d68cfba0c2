#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/causal/causal_graph.hpp"

namespace dosde {

/// Every size, name and coordinate of a run that its file needs before the first unit is computed.
struct RunShape {
  std::vector<std::string> scenarios;
  std::int64_t trajectories = 0;
  std::int64_t leaf_size = 64;         ///< trajectories of a leaf of the summary tree
  std::int64_t unit_size = 64;         ///< trajectories of a work unit: leaf_size * 2^k
  std::vector<double> save_times;      ///< T
  std::vector<std::string> columns;    ///< C: saved variables, then observables
  std::vector<std::string> variables;  ///< all variables of the model (for the graphs)
  std::vector<std::string> sources;
  std::vector<std::string> parameters;
  std::vector<double> parameter_values;  ///< [scenario][parameter] uniform values; NaN where drawn a trajectory
  struct RegimeEntry {
    std::int32_t scenario = 0;
    double start = 0.0;
    CausalGraph graph;
  };
  std::vector<RegimeEntry> regimes;

  [[nodiscard]] std::int64_t unit_count() const { return (trajectories + unit_size - 1) / unit_size; }
};

}  // namespace dosde
