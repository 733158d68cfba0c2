#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/causal/causal_graph.hpp"

namespace dosde {

/// Every size, name and coordinate of a run that its file needs before the first unit is computed.
struct RunShape {
  std::vector<std::string> scenarios;  ///< of a sweep: all at the first point, then all at the second, …
  std::int64_t points = 1;             ///< of the sweep
  std::int64_t trajectories = 0;       ///< of each scenario at each point
  std::int64_t leaf_size = 64;         ///< trajectories of a leaf of the summary tree
  std::int64_t unit_size = 64;         ///< trajectories of a work unit: leaf_size * 2^k
  std::int64_t unit_points = 1;        ///< points of a work unit
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
  std::vector<std::int32_t> graph_scenario;  ///< [scenario] the scenario whose regimes are this one's too (a sweep's
                                             ///< points share theirs); empty: each has its own

  std::vector<std::string> sweep_axes;
  std::vector<double> sweep_values;  ///< [point][axis]; positions in sweep_words where the axis has words
  std::vector<std::vector<std::string>> sweep_words;  ///< [axis]; empty: its values are numbers

  /// Scenarios at each point.
  [[nodiscard]] std::int64_t base_count() const { return static_cast<std::int64_t>(scenarios.size()) / points; }
  /// Ranges of trajectories that units have: the rows of partial sums.
  [[nodiscard]] std::int64_t trajectory_ranges() const { return (trajectories + unit_size - 1) / unit_size; }
  [[nodiscard]] std::int64_t unit_count() const {
    return trajectory_ranges() * ((points + unit_points - 1) / unit_points);
  }
};

}  // namespace dosde
