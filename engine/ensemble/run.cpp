#include "engine/ensemble/run.hpp"

#include <algorithm>

#include "engine/ensemble/unit_runner.hpp"
#include "engine/ensemble/unit_size.hpp"

namespace dosde {

Progress run_ensemble(const CompiledRun& run, Sink& sink, const std::function<void(const Progress&)>& observe,
                      UnitSpan units) {
  UnitRunner runner(run, choose_block_width(run), run.shape.unit_size);
  const std::int64_t count = units.count < 0 ? run.shape.unit_count() - units.first : units.count;
  Progress progress;
  progress.units_total = count;
  for (std::int64_t unit = units.first; unit < units.first + count; ++unit) {
    const UnitResult result = runner.compute(unit_range(run.shape, unit));
    sink.write(result);
    ++progress.units_done;
    progress.trajectories_done += result.range.trajectory_count * result.range.point_count;
    progress.diverged += std::count_if(result.ends.begin(), result.ends.end(), [](const TrajectoryEnd& end) {
      return end.status == TrajectoryStatus::diverged;
    });
    if (observe) observe(progress);
  }
  return progress;
}

}  // namespace dosde
