#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/stationarity/kernel_deviation.hpp"
#include "engine/analysis/stationarity/mixing.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// What is in force at the end of a scenario.
struct LastRegime {
  double start = 0.0;       ///< model time
  double stop = 0.0;        ///< of the run
  Model model;              ///< with the numbers of the scenario's point of the sweep
  MechanismSet mechanisms;  ///< in numbers
};
/// `scenario`: as the shape counts them, points of a sweep times scenarios.
LastRegime last_regime_of(const CompiledRun& run, std::size_t scenario);

/// States of one scenario at the save times of a window, of trajectories that live to its end.
struct WindowStates {
  std::vector<double> values;  ///< [trajectory][time][column]
  std::size_t trajectories = 0;
  std::vector<double> times;
  std::vector<std::string> columns;  ///< saved variables and observables
};

/// One column over the window, trajectories as chains.
struct ColumnEvidence {
  std::string name;
  double mean = 0.0;
  double variance = 0.0;
  double variance_error = 0.0;  ///< Monte Carlo standard error
  Mixing mixing;                ///< holds the error of the mean; NaN of a constant
  std::optional<double> exact_mean = {};
  std::optional<double> exact_variance = {};
};

/// E[L h] = 0 for h = x_i ("x") or x_i x_j ("x*y"), as estimated: under a stationary law every one vanishes.
struct SteinIdentity {
  std::string name;
  double mean = 0.0;
  double error = 0.0;  ///< standard error: across trajectories from 16 on, else by the effective sample size
  [[nodiscard]] double z() const { return mean / error; }
};

struct StationarityEvidence {
  std::vector<ColumnEvidence> columns;
  std::vector<SteinIdentity> identities;
  std::optional<KernelDeviation> kernel;  ///< from two trajectories on
  std::string objection;                  ///< why there are neither identities nor a deviation, a sentence part
  std::string exact_objection;            ///< why no exact moments are known, a sentence part
};

/// Trajectories that the kernel deviation takes at most, and points where there are fewer trajectories.
inline constexpr std::size_t most_kernel_trajectories = 1000, least_kernel_points = 500;
/// Up to so many free variables all products are looked at, beyond that squares alone.
inline constexpr std::size_t most_product_variables = 20;

/// `regime`: in force over the window. `seed`: of the signs of the bootstrap.
StationarityEvidence examine_stationarity(const LastRegime& regime, const WindowStates& window, std::uint64_t seed);

/// What halving the step does to a column over the window: x at step h minus x at h/2, on one path of noise.
struct StepBias {
  double mean = 0.0;
  double mean_error = 0.0;  ///< standard error across trajectories
  double variance = 0.0;    ///< of the difference of variances
  double variance_error = 0.0;
};
/// By column. Both windows have the same times, columns and trajectories.
std::vector<StepBias> compare_steps(const WindowStates& coarse, const WindowStates& fine);

}  // namespace dosde
