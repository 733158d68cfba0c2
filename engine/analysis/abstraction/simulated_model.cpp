#include "engine/analysis/abstraction/simulated_model.hpp"

#include "engine/ensemble/memory_need.hpp"

namespace dosde {

SimulatedModel::SimulatedModel(const Experiment& experiment) : run_(compile_run(experiment)) {}

void SimulatedModel::simulate() {
  require_memory(run_);
  recording_ = record(run_);
}

std::vector<bool> SimulatedModel::alive(std::size_t scenario, SaveRange range) const {
  const auto trajectories = static_cast<std::size_t>(run_.shape.trajectories);
  const double until = run_.shape.save_times[range.last - 1];
  std::vector<bool> alive;
  for (std::size_t n = 0; n < trajectories; ++n)
    alive.push_back(recording_.ends[scenario * trajectories + n].is_alive_at(until));
  return alive;
}

LawSample SimulatedModel::sample(std::size_t scenario, SaveRange range, const std::vector<bool>& taken) const {
  LawSample sample{0, range.last - range.first, run_.shape.columns.size(), {}};
  for (std::size_t n = 0; n < taken.size(); ++n) {
    if (!taken[n]) continue;
    ++sample.trajectories;
    for (std::size_t time = range.first; time < range.last; ++time)
      for (std::size_t column = 0; column < sample.variables; ++column)
        sample.values.push_back(recording_.state(scenario, n, time, column));
  }
  return sample;
}

std::int64_t SimulatedModel::diverged(std::size_t scenario) const {
  const auto trajectories = static_cast<std::size_t>(run_.shape.trajectories);
  std::int64_t count = 0;
  for (std::size_t n = 0; n < trajectories; ++n) {
    const TrajectoryStatus status = recording_.ends[scenario * trajectories + n].status;
    if (status == TrajectoryStatus::diverged || status == TrajectoryStatus::failed) ++count;
  }
  return count;
}

std::vector<bool> both_alive(std::vector<bool> a, const std::vector<bool>& b) {
  for (std::size_t n = 0; n < a.size(); ++n) a[n] = a[n] && b[n];
  return a;
}

}  // namespace dosde
