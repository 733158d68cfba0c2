#include "cli/divergence_report.hpp"

#include <fmt/format.h>

#include "cli/messages.hpp"
#include "engine/ensemble/replay.hpp"

namespace dosde {
namespace {

constexpr std::size_t named_cases = 3;

}  // namespace

std::function<void(const UnitResult&)> DivergenceCollector::observer() {
  return [this](const UnitResult& result) {
    const auto count = static_cast<std::size_t>(result.range.trajectory_count);
    for (std::size_t i = 0; i < result.ends.size() && first_.size() < named_cases; ++i)
      if (result.ends[i].status == TrajectoryStatus::diverged)
        first_.push_back(
            {i / count, result.range.first_trajectory + static_cast<std::int64_t>(i % count), result.ends[i]});
  };
}

void DivergenceCollector::report(const CompiledRun& run, std::int64_t total, const Application& application) const {
  if (total == 0) return;
  const auto all = run.shape.trajectories * static_cast<std::int64_t>(run.shape.scenarios.size());
  say(application,
      fmt::format(
          "{} of {} trajectories diverged (their states are NaN from then on, `status` is 3); the first:", total, all));
  for (const auto& found : first_) {
    const DivergenceCause cause = explain_divergence(run, found.scenario, found.trajectory, found.end);
    say(application,
        fmt::format("  scenario '{}', trajectory {}: '{}' at time {}: {}", run.shape.scenarios[found.scenario],
                    found.trajectory, cause.variable, cause.time, cause.cause));
  }
  say(application,
      "a smaller step, another scheme or bounds may help; `dosde plan` shows how fast and how stable each regime is");
}

}  // namespace dosde
