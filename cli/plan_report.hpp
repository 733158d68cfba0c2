#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/stiffness.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// What `dosde plan` tells, as plain values.
struct PlanReport {
  struct RegimePlan {
    std::string scenario;
    double start = 0.0;
    std::vector<std::string> open;                     ///< interventions that wait and are open there; else empty
    std::vector<std::string> equations;                ///< one line a variable
    std::vector<std::string> happenings;               ///< one line a jump source, event or waiting intervention
    std::vector<std::vector<std::string>> components;  ///< strongly connected components with a cycle
    StiffnessReport stiffness;
    std::optional<double> second_moment_abscissa;  ///< at the equilibrium, where loadings depend on the state
    Stability mean_square = Stability::neutral;
  };
  struct AxisPlan {
    std::string name;
    bool is_lane_input = false;  ///< else each of its values is compiled by itself
  };
  std::string title;
  std::vector<AxisPlan> axes;  ///< of the sweep; empty: none
  std::int64_t points = 1;
  std::int64_t program_sets = 1;  ///< groups of points that share their programs
  std::int64_t unit_points = 1;
  std::string noise_class;
  std::string noise_reason;
  std::string scheme;
  std::string scheme_reason;
  std::vector<std::string> latent;  ///< variables marked observed = false
  std::vector<RegimePlan> regimes;
  std::int64_t steps = 0;
  std::int64_t pieces = 0;  ///< of steps that are split
  std::int32_t cells_per_step = 1;
  std::int32_t steps_per_cell = 1;
  double noise_cell = 0.0;     ///< its length
  double shortest_step = 0.0;  ///< of trajectories that halve their steps; 0: they do not
  std::int64_t trajectories = 0;
  std::int64_t scenarios = 0;  ///< at each point
  std::int64_t save_times = 0;
  std::int64_t instructions = 0;  ///< of the longest step program
  double lane_steps = 0.0;        ///< trajectories x scenarios x steps, at all points
  int block_width = 0;
  std::int64_t units = 0;
  std::int64_t unit_size = 0;
  double memory_bytes = 0.0;
  double quantile_bytes = 0.0;  ///< of the first rank at the end of the run; 0 without quantiles
  double file_bytes = 0.0;
  std::vector<Diagnostic> warnings;
  std::vector<Diagnostic> obstacles;  ///< why `run` would refuse on this machine; empty: it would not
  std::vector<std::string> listings;  ///< step programs, one a distinct program
};

/// `path`: where the result would go.
PlanReport make_plan(const CompiledRun& run, const ResultFileRequest& request, const std::string& path);
void print_plan(const PlanReport& report, int verbosity);
nlohmann::ordered_json to_json(const PlanReport& report);

}  // namespace dosde
