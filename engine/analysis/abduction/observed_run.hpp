#pragma once

#include <Eigen/Core>
#include <vector>

#include "engine/analysis/abduction/abduction.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// The observed scenario alone, compiled, with the paths laid along its steps.
struct ObservedRun {
  CompiledRun run;
  const ObservedPaths& paths;
  std::vector<std::ptrdiff_t> columns;  ///< [variable] its place in the paths, or -1
  std::int64_t step_count = 0;          ///< of the paths: at most the run's
  bool has_gaps = false;                ///< is anything not observed, or with noise?
  Eigen::VectorXd deviations;           ///< [variable] of the noise of observation

  /// [variable] the states of a trajectory at a step; NaN: not observed.
  [[nodiscard]] Eigen::VectorXd state(std::int64_t trajectory, std::int64_t step) const;
  /// Is every state there as it was?
  [[nodiscard]] bool is_known(std::int64_t trajectory, std::int64_t step) const;
  /// The mechanisms in force over the step that begins at a tick: their number in the timeline.
  [[nodiscard]] std::size_t mechanisms_at(std::int64_t tick) const;
};

/// Compiles the observed scenario, and refuses what has noise that does not follow from its path.
ObservedRun lay_out(const Experiment& experiment, const ObservedPaths& paths, const AbductionRequest& request);

/// Normal keyed draws of a standard deviation, [cell] of one source or variable from a cell on: those of abduction are
/// no world's own.
std::vector<double> draw_along(const std::string& name, std::uint64_t seed, std::int64_t trajectory, std::int64_t count,
                               double scale, std::int64_t first = 0);
/// Uniform in (0, 1), likewise.
double draw_uniform(const std::string& name, std::uint64_t seed, std::int64_t trajectory, std::int64_t cell);

/// The three ways.
void invert_paths(const ObservedRun& observed, std::uint64_t seed, Abduction& found);
void smooth_paths(const ObservedRun& observed, std::uint64_t seed, Abduction& found);
void guide_paths(const ObservedRun& observed, std::uint64_t seed, Abduction& found);

}  // namespace dosde
