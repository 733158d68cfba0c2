#pragma once

#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"
#include "engine/solvers/scheme.hpp"
#include "tests/engine/solvers/test_problems.hpp"

namespace dosde {

/// A problem over [0, 1] in 2^level steps, its noise in cells of 2^-11: all step sizes share one Brownian path.
Experiment make_order_experiment(const PathProblem& problem, const std::string& scheme, int level);

struct Slope {
  double value;
  double standard_error;  ///< by 200 bootstrap samples of the trajectories
};

/// The strong order of a scheme on a problem as the regression slope of log E|error|² over steps of 2^-4 to 2^-8 (2^-1
/// to 2^-5 where the order is above 3), 1024 trajectories. Infinite where the scheme is exact.
Slope strong_slope(const PathProblem& problem, const std::string& scheme);

/// The slope of the same from squared errors: [level][trajectory].
Slope slope_of_squares(const std::vector<std::vector<double>>& squares);

/// Does the scheme serve the problem, beyond its noise class?
bool serves(const Scheme& scheme, const PathProblem& problem);

std::vector<PathProblem> problems_of(NoiseClass noise_class);

}  // namespace dosde
