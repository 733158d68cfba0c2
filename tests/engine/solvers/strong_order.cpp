#include "tests/engine/solvers/strong_order.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "engine/ensemble/run.hpp"
#include "engine/random/normal.hpp"
#include "engine/random/stream_key.hpp"
#include "engine/solvers/registry.hpp"
#include "tests/engine/solvers/summed_areas.hpp"

namespace dosde {
namespace {

constexpr std::int64_t trajectories = 1024;
constexpr int finest_level = 11;  ///< cell 2^-11
const std::vector<int> levels = {4, 5, 6, 7, 8};

/// Schemes of high order take steps of 2^-1 to 2^-5: at shorter ones their errors are rounding.
int coarser_by(const std::string& scheme) {
  const auto order = order_on(*find_scheme(scheme), NoiseClass::none);
  return order && !std::isinf(order->strong) && order->strong > 3.0 ? 3 : 0;
}

/// W(1) of every source of a trajectory: the sum of all its cells.
std::vector<double> wiener_ends(const PathProblem& problem, std::int64_t trajectory) {
  std::vector<double> ends;
  for (const auto& source : problem.sources) {
    const std::uint64_t key = stream_key(2026, StreamKind::noise, source);
    double sum = 0.0;
    for (std::uint64_t block = 0; block < (1u << finest_level) / 4; ++block) {
      double four[4];
      fill_normals<1>(four, key, static_cast<std::uint64_t>(trajectory), block, 0,
                      std::sqrt(std::ldexp(1.0, -finest_level)));
      sum += four[0] + four[1] + four[2] + four[3];
    }
    ends.push_back(sum);
  }
  return ends;
}

std::vector<double> reference_ends(const PathProblem& problem) {
  std::vector<double> ends;
  if (problem.solution) {
    for (std::int64_t n = 0; n < trajectories; ++n) ends.push_back(problem.solution(wiener_ends(problem, n)));
    return ends;
  }
  // No formula: the best scheme at the finest step, whose error is 2^-3 of the finest measured one at the order 1, less
  // at higher ones.
  const Recording fine = simulate(make_order_experiment(problem, problem.reference, finest_level));
  for (std::size_t n = 0; n < trajectories; ++n) ends.push_back(fine.state(0, n, 0, 0));
  return ends;
}

/// Least-squares slope of log2(error) against log2(h) = -level.
double slope_of(const std::vector<double>& errors) {
  double mean_level = 0.0, mean_log = 0.0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    mean_level += levels[i] / static_cast<double>(levels.size());
    mean_log += std::log2(errors[i]) / static_cast<double>(levels.size());
  }
  double above = 0.0, below = 0.0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    above += (levels[i] - mean_level) * (std::log2(errors[i]) - mean_log);
    below += (levels[i] - mean_level) * (levels[i] - mean_level);
  }
  return -above / below;
}

Slope measure_slope(const std::vector<std::vector<double>>& squares /* [level][trajectory] */) {
  const std::size_t count = squares.front().size();
  const auto slope_over = [&](const std::vector<std::size_t>& sample) {
    std::vector<double> errors;
    for (const auto& level : squares) {
      double sum = 0.0;
      for (const auto n : sample) sum += level[n];
      errors.push_back(std::sqrt(sum / static_cast<double>(sample.size())));
    }
    return slope_of(errors);
  };
  std::vector<std::size_t> sample(count);
  for (std::size_t n = 0; n < sample.size(); ++n) sample[n] = n;
  const double value = slope_over(sample);
  std::mt19937_64 generator(7);
  double sum = 0.0, squares_sum = 0.0;
  constexpr int resamples = 200;
  for (int r = 0; r < resamples; ++r) {
    for (auto& n : sample) n = generator() % count;
    const double slope = slope_over(sample);
    sum += slope;
    squares_sum += slope * slope;
  }
  return {value, std::sqrt(std::max(0.0, squares_sum / resamples - sum * sum / (resamples * resamples)))};
}

}  // namespace

Experiment make_order_experiment(const PathProblem& problem, const std::string& scheme, int level) {
  Experiment experiment;
  experiment.model.variables = problem.variables;
  experiment.time = {0.0, std::ldexp(1.0, -level), std::int64_t{1} << level};
  experiment.saves = save_at_steps(experiment.time, {experiment.time.step_count});
  experiment.scheme = scheme;
  experiment.trajectories = trajectories;
  experiment.seed = 2026;
  const Scheme* found = find_scheme(scheme);
  if (found == nullptr || is_of_path(found->detail)) experiment.noise_cell = std::ldexp(1.0, -finest_level);
  experiment.scenarios = {Scenario{}};
  return experiment;
}

Slope strong_slope(const PathProblem& problem, const std::string& scheme) {
  if (problem.noise_class == NoiseClass::general && draws_areas(*find_scheme(scheme)))
    return slope_with_summed_areas(problem.variables, *find_scheme(scheme), *find_scheme(scheme));
  const std::vector<double> exact = reference_ends(problem);
  std::vector<std::vector<double>> squares;
  for (const int level : levels) {
    const Recording recording = simulate(make_order_experiment(problem, scheme, level - coarser_by(scheme)));
    squares.emplace_back();
    for (std::size_t n = 0; n < trajectories; ++n) {
      const double error = recording.state(0, n, 0, 0) - exact[n];
      squares.back().push_back(error * error);
    }
  }
  return slope_of_squares(squares);
}

Slope slope_of_squares(const std::vector<std::vector<double>>& squares) {
  double largest = 0.0;
  for (const auto& level : squares) largest = std::max(largest, *std::max_element(level.begin(), level.end()));
  if (largest < 1e-20) return {std::numeric_limits<double>::infinity(), 0.0};  // exact: what is left is rounding
  return measure_slope(squares);
}

bool serves(const Scheme& scheme, const PathProblem& problem) {
  if (scheme.fit == nullptr) return true;
  Model model;
  model.variables = problem.variables;
  MechanismSet mechanisms;
  for (const auto& variable : problem.variables) mechanisms.push_back({variable.drift, variable.noise});
  return !scheme.fit(make_step_problem(model, mechanisms, scheme.integrates, 1.0)).misfit;
}

std::vector<PathProblem> problems_of(NoiseClass noise_class) {
  std::vector<PathProblem> problems;
  for (const auto& problem : path_problems())
    if (problem.noise_class == noise_class) problems.push_back(problem);
  return problems;
}

}  // namespace dosde
