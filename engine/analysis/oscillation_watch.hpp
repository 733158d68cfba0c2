#pragma once

#include <Eigen/Core>
#include <complex>
#include <optional>

#include "engine/analysis/badly_damped.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/solvers/stability_function.hpp"

namespace dosde {

/// Looks whether an explicit scheme's fixed steps h follow the damping of oscillations, pairs of eigenvalues λ with
/// Re λ <= 0 and Im λ ≠ 0: the amplitude goes as e^(Re λ t), and in the steps as e^(log|R(hλ)| t / h). The stationary
/// variance of a damped pair under additive noise is inverse to this damping. Without damping Euler's amplitude grows
/// as e^(h ω² t / 2), whatever the step.
class OscillationWatch {
 public:
  explicit OscillationWatch(const CompiledRun& run);

  /// Nothing to look at: the scheme solves for the drift, knows its exponential, has steps that trajectories choose, or
  /// its step is not linear.
  [[nodiscard]] bool is_idle() const { return !function_; }

  /// A place of the state that holds for good: an equilibrium that is not unstable, for `time` of the run. Noted where
  /// less than half of the damping is left, or what has none grows, and the time is enough for that to double a
  /// variance.
  void rest(const Eigen::VectorXcd& eigenvalues, double time);

  /// A place on a path, which stays about there for `time`; `after`: since the path's start. Noted where a pair that
  /// the equation does not let grow does so in the steps, at place after place, by a factor of ten in all: the linear
  /// part of a drift says little of paths that only pass.
  void pass(const Eigen::VectorXcd& eigenvalues, double after, double time);
  /// The next path begins.
  void leave() { passed_ = {}; }

  [[nodiscard]] const std::optional<BadlyDamped>& worst() const { return worst_; }

 private:
  struct Passage {
    double since = 0.0;   ///< when the stretch began
    double growth = 0.0;  ///< ∫ log|R|/h dt over it
    double time = 0.0;    ///< its length
    int places = 0;
  };

  void note(std::complex<double> rate, double growth, double after, double time);

  double step_;
  std::optional<StabilityFunction> function_;
  Passage passed_;
  std::optional<BadlyDamped> worst_;
};

}  // namespace dosde
