#include "engine/analysis/abduction/reference_path.hpp"

#include <cmath>
#include <limits>

#include "engine/analysis/abduction/disturbance_smoother.hpp"

namespace dosde {
namespace {

constexpr int most_rounds = 20;
/// Changes this small, of states of order 1, guide no better.
constexpr double settled = 1e-6;

/// The place of the next time from `time` on at which a variable was seen, or -1.
std::ptrdiff_t next_seen(const Stretch& stretch, std::size_t time, Eigen::Index variable) {
  for (std::size_t t = time; t < stretch.seen.size(); ++t)
    for (const auto* list : {&stretch.seen[t].exact, &stretch.seen[t].noisy})
      for (const auto i : *list)
        if (i == variable) return static_cast<std::ptrdiff_t>(t);
  return -1;
}

/// Without noise, but straight on to the next observation of what is observed.
std::vector<Eigen::VectorXd> draw_through(const Stretch& stretch, StepMap& map) {
  std::vector<Eigen::VectorXd> states{stretch.start.mean};
  std::vector<std::ptrdiff_t> next(static_cast<std::size_t>(stretch.start.mean.size()), 0);
  for (const auto i : stretch.seen.front().noisy)
    if (stretch.start.variance[i] > 0.0) states.back()[i] = stretch.seen.front().values[i];
  for (std::size_t t = 1; t < stretch.seen.size(); ++t) {
    const auto tick = stretch.first + static_cast<std::int64_t>(t) - 1;
    map.begin(tick, states.back());
    Eigen::VectorXd state = map.end(tick, map.mean());
    for (Eigen::Index i = 0; i < state.size(); ++i) {
      auto& place = next[static_cast<std::size_t>(i)];
      if (place >= 0 && place < static_cast<std::ptrdiff_t>(t)) place = next_seen(stretch, t, i);
      const double before = states.back()[i];
      if (place >= 0) {
        const auto left = static_cast<double>(place - static_cast<std::ptrdiff_t>(t) + 1);
        state[i] = before + (stretch.seen[static_cast<std::size_t>(place)].values[i] - before) / left;
      }
      if (!std::isfinite(state[i])) state[i] = before;
    }
    states.push_back(std::move(state));
  }
  return states;
}

void take_tangents(const Stretch& stretch, LinearSteps& linear, ReferencePath& path) {
  path.steps.clear();
  path.ends.clear();
  for (std::size_t t = 0; t < stretch.step_count(); ++t) {
    path.steps.push_back(linear.at(stretch.first + static_cast<std::int64_t>(t), path.states[t]));
    path.ends.push_back(linear.end());
  }
}

/// Of the tangents along the path, given the observations.
std::vector<Eigen::VectorXd> smooth(const ObservedRun& observed, const Stretch& stretch, const ReferencePath& path) {
  const Eigen::Index count = stretch.start.mean.size();
  Eigen::MatrixXd values(static_cast<Eigen::Index>(stretch.seen.size()), count);
  std::vector<std::vector<bool>> is_seen;
  for (std::size_t t = 0; t < stretch.seen.size(); ++t) {
    values.row(static_cast<Eigen::Index>(t)) = stretch.seen[t].values.transpose();
    is_seen.emplace_back(static_cast<std::size_t>(count), false);
    for (const auto* list : {&stretch.seen[t].exact, &stretch.seen[t].noisy})
      for (const auto i : *list) is_seen.back()[static_cast<std::size_t>(i)] = true;
  }
  const DisturbanceSmoother smoother(path.steps, is_seen, observed.deviations, stretch.start.variance,
                                     observed.run.experiment.time.step);
  const auto smoothed = smoother.smooth(values, stretch.start.mean, DisturbanceSmoother::Mean::of_model);
  std::vector<Eigen::VectorXd> states{smoothed.start};
  for (std::size_t t = 0; t < stretch.step_count(); ++t)
    states.push_back(path.steps[t].move * states.back() + path.steps[t].constant +
                     path.steps[t].noise * smoothed.increments.row(static_cast<Eigen::Index>(t)).transpose());
  return states;
}

/// The largest change, of states of order 1 or more in parts of them; NaN where a state is none.
double distance(const std::vector<Eigen::VectorXd>& before, const std::vector<Eigen::VectorXd>& after) {
  double largest = 0.0;
  for (std::size_t t = 0; t < after.size(); ++t) {
    if (!after[t].allFinite()) return std::numeric_limits<double>::quiet_NaN();
    const Eigen::ArrayXd change = (after[t] - before[t]).array().abs() / (1.0 + before[t].array().abs());
    largest = std::max(largest, change.size() > 0 ? change.maxCoeff() : 0.0);
  }
  return largest;
}

}  // namespace

ReferencePath find_reference(const ObservedRun& observed, const Stretch& stretch, LinearSteps& linear, StepMap& map) {
  ReferencePath path;
  path.states = draw_through(stretch, map);
  take_tangents(stretch, linear, path);
  for (int round = 0; round < most_rounds; ++round) {
    ReferencePath better;
    better.states = smooth(observed, stretch, path);
    const double change = distance(path.states, better.states);
    if (std::isnan(change)) break;
    take_tangents(stretch, linear, better);
    for (const auto& step : better.steps)
      if (!step.move.allFinite() || !step.noise.allFinite() || !step.constant.allFinite()) return path;
    path = std::move(better);
    if (change < settled) break;
  }
  return path;
}

}  // namespace dosde
