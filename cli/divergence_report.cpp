#include "cli/divergence_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "cli/messages.hpp"
#include "engine/core/number_text.hpp"
#include "engine/ensemble/replay.hpp"

namespace dosde {
namespace {

constexpr std::size_t named_cases = 3;
constexpr double absurd_size = 1e100;  ///< of a state: no unit makes a model's numbers that large

}  // namespace

std::function<void(const UnitResult&)> DivergenceCollector::observer() {
  return [this](const UnitResult& result) {
    const auto count = static_cast<std::size_t>(result.range.trajectory_count);
    const auto first = static_cast<std::size_t>(result.range.first_point * run_.shape.base_count());
    for (std::size_t i = 0; i < result.ends.size() && first_.size() < named_cases; ++i)
      if (result.ends[i].status == TrajectoryStatus::diverged)
        first_.push_back(
            {first + i / count, result.range.first_trajectory + static_cast<std::int64_t>(i % count), result.ends[i]});
    note_undefined(result);
    note_absurd(result);
  };
}

/// The mean over living trajectories is no number where one of them has none: only then the unit is searched.
void DivergenceCollector::note_undefined(const UnitResult& result) {
  const RunShape& shape = run_.shape;
  const std::size_t columns = shape.columns.size();
  const std::size_t samples = shape.save_times.size() * columns;
  const auto count = static_cast<std::size_t>(result.range.trajectory_count);
  const auto first = static_cast<std::size_t>(result.range.first_point * shape.base_count());
  for (std::size_t i = 0; i < result.moments.size() && undefined_.size() < named_cases; ++i) {
    const std::size_t column = i % columns;
    const Moments& moments = result.moments[i];
    if (column < run_.saved_rows.size() || moments.count == 0.0 || moments.mean - moments.mean == 0.0) continue;
    const std::size_t scenario = i / samples;
    const double time = shape.save_times[i % samples / columns];
    for (std::size_t n = 0; n < count && undefined_.size() < named_cases; ++n) {
      const double value = result.states[(scenario * count + n) * samples + i % samples];
      const TrajectoryEnd& end = result.ends[scenario * count + n];
      if (!end.is_alive_at(time) || value - value == 0.0) continue;
      undefined_.push_back({first + scenario, result.range.first_trajectory + static_cast<std::int64_t>(n),
                            i % samples / columns, column});
    }
  }
}

void DivergenceCollector::note_absurd(const UnitResult& result) {
  const RunShape& shape = run_.shape;
  const std::size_t columns = shape.columns.size();
  const std::size_t samples = shape.save_times.size() * columns;
  for (std::size_t i = 0; i < result.moments.size() && !absurd_; ++i) {
    const Moments& moments = result.moments[i];
    const double value = -moments.minimum > moments.maximum ? moments.minimum : moments.maximum;
    if (i % columns >= run_.saved_rows.size() || moments.count == 0.0 || !(std::abs(value) > absurd_size)) continue;
    const auto first = static_cast<std::size_t>(result.range.first_point * shape.base_count());
    absurd_ = Absurd{first + i / samples, i % samples / columns, i % columns, value};
  }
}

std::string DivergenceCollector::describe_diverged() const {
  std::string text;
  for (const auto& found : first_) {
    const DivergenceCause cause = explain_divergence(run_, found.scenario, found.trajectory, found.end);
    const std::string variable = cause.variable.empty() ? "" : fmt::format("'{}' ", cause.variable);
    text += fmt::format("\n  scenario '{}', trajectory {}: {}at time {}: {}", run_.shape.scenarios[found.scenario],
                        found.trajectory, variable, time_text(cause.time), cause.cause);
  }
  return text;
}

std::string DivergenceCollector::describe_undefined() const {
  std::string text;
  for (const auto& found : undefined_)
    text += fmt::format("\n  scenario '{}', trajectory {}: '{}' at time {}: {}", run_.shape.scenarios[found.scenario],
                        found.trajectory, run_.shape.columns[found.column], run_.shape.save_times[found.save],
                        explain_undefined_observable(run_, found.scenario, found.trajectory, found.save, found.column));
  return text;
}

std::string DivergenceCollector::describe_absurd() const {
  if (!absurd_) return "";
  return fmt::format("'{}' is {} in the scenario '{}' at time {}", run_.shape.columns[absurd_->column],
                     number_text(absurd_->value, 3), run_.shape.scenarios[absurd_->scenario],
                     time_text(run_.shape.save_times[absurd_->save]));
}

bool DivergenceCollector::report(std::int64_t total, const Application& application) const {
  int rank = 0;
  const std::string diverged = application.session.first_text(describe_diverged(), rank);
  if (total > 0) {
    const auto all = run_.shape.trajectories * static_cast<std::int64_t>(run_.shape.scenarios.size());
    say(application,
        fmt::format("{} of {} trajectories diverged (their states are NaN from then on, `status` is 3); the first:{}",
                    total, all, diverged));
    say(application,
        "a smaller step, another scheme or bounds may help; `dosde plan` shows how fast and how stable each regime "
        "is");
  }
  const std::string undefined = application.session.first_text(describe_undefined(), rank);
  if (!undefined.empty())
    say(application,
        fmt::format("observables were not finite for trajectories that lived (they and their summaries are so in the "
                    "file); the first:{}",
                    undefined));
  const std::string absurd = application.session.first_text(describe_absurd(), rank);
  if (!absurd.empty())
    say(application,
        fmt::format("states beyond 1e100 are in the file: {}, for one. They are finite, so their trajectories count as "
                    "done, but hardly what the model means: see what `dosde plan` says of steps and stability",
                    absurd));
  return !undefined.empty();
}

}  // namespace dosde
