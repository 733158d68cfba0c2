#pragma once

#include <set>
#include <string>

#include "engine/analysis/moment_solution.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// `scheme = "moments"`: no trajectories, but the equations of mean and covariance under every scenario.
bool asks_for_moments(const Experiment& experiment);

/// A run whose result is the moments of its law. `run` has the timelines, the labels and the shape, with one trajectory
/// that stands for the law; its programs are not for running.
struct MomentRun {
  CompiledRun run;
  MomentForm form = MomentForm::closed;  ///< of the whole file
  /// Where the equations are exact: observables that are by linearisation about the mean all the same, as they are not
  /// seen to be of degree 2 or less in the state.
  std::set<std::string> linearised = {};
  /// There too: observables of degree 2 of a law that is not seen to be Gaussian, whose mean is exact and whose
  /// variance and covariances are those of a Gaussian law.
  std::set<std::string> of_gaussian_law = {};

  std::string reflecting = {};  ///< the variables with bounds, which the equations leave out: 'x', 'y'

  /// Is everything that is saved exact, up to the integrator's tolerance?
  [[nodiscard]] bool is_exact() const {
    return form != MomentForm::linear_noise && linearised.empty() && of_gaussian_law.empty() && reflecting.empty();
  }
};

/// Compiles an experiment that asks for moments. Throws Error with a sentence for what has no such equations: drawn
/// parameters, drawn clamps, quantiles and extremes. The scheme's reason says which form the equations have and why.
MomentRun compile_moments(const Experiment& experiment);

/// compile_run, or compile_moments for an experiment that asks for it: for whoever only describes.
CompiledRun compile_for_description(const Experiment& experiment);

/// Relative and absolute tolerance of the integrator, a step.
inline constexpr double moment_relative_tolerance = 1e-10;
inline constexpr double moment_absolute_tolerance = 1e-14;

/// Integrates the equations of all scenarios at all points of a sweep: an adaptive Runge–Kutta pair of order 5(4)
/// (Dormand & Prince 1980), from one switch, impulse or save to the next.
MomentSolution solve_moments(const MomentRun& moments);

}  // namespace dosde
