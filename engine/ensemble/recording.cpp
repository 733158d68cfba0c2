#include <algorithm>

#include "engine/ensemble/run.hpp"
#include "engine/ensemble/summary.hpp"
#include "engine/ensemble/unit_runner.hpp"
#include "engine/ensemble/unit_size.hpp"

namespace dosde {
namespace {

/// Keeps everything in memory.
class MemorySink : public Sink {
 public:
  explicit MemorySink(Recording& recording) : recording_(recording) {
    const RunShape& shape = recording.shape;
    values_ = shape.save_times.size() * shape.columns.size();
    const std::size_t trajectories = shape.scenarios.size() * static_cast<std::size_t>(shape.trajectories);
    recording.states.resize(trajectories * values_);
    recording.ends.resize(trajectories);
    recording.reflections.resize(shape.scenarios.size());
  }

  void write(const UnitResult& result) override {
    const auto count = static_cast<std::size_t>(result.range.trajectory_count);
    const auto first = static_cast<std::size_t>(result.range.first_point * recording_.shape.base_count());
    for (std::size_t s = 0; s < result.reflections.size(); ++s) {
      const std::size_t place = (first + s) * static_cast<std::size_t>(recording_.shape.trajectories) +
                                static_cast<std::size_t>(result.range.first_trajectory);
      std::copy_n(result.states.begin() + static_cast<std::ptrdiff_t>(s * count * values_), count * values_,
                  recording_.states.begin() + static_cast<std::ptrdiff_t>(place * values_));
      std::copy_n(result.ends.begin() + static_cast<std::ptrdiff_t>(s * count), count,
                  recording_.ends.begin() + static_cast<std::ptrdiff_t>(place));
      recording_.reflections[first + s] += result.reflections[s];
    }
  }

 private:
  Recording& recording_;
  std::size_t values_ = 0;
};

Recording record_in_blocks(const CompiledRun& run, int block_width) {
  Recording recording;
  recording.shape = run.shape;
  MemorySink sink(recording);
  UnitRunner runner(run, block_width, run.shape.unit_size);
  for (std::int64_t unit = 0; unit < run.shape.unit_count(); ++unit)
    sink.write(runner.compute(unit_range(run.shape, unit)));

  const std::size_t values = run.shape.save_times.size() * run.shape.columns.size();
  const auto trajectories = static_cast<std::size_t>(run.shape.trajectories);
  recording.moments.resize(run.shape.scenarios.size() * values);
  for (std::size_t s = 0; s < run.shape.scenarios.size(); ++s)
    summarise(std::span<const double>(recording.states).subspan(s * trajectories * values, trajectories * values),
              std::span<const TrajectoryEnd>(recording.ends).subspan(s * trajectories, trajectories), run.shape,
              std::span<Moments>(recording.moments).subspan(s * values, values));
  return recording;
}

}  // namespace

double Recording::state(std::size_t scenario, std::size_t trajectory, std::size_t time, std::size_t column) const {
  const auto trajectories = static_cast<std::size_t>(shape.trajectories);
  return states[((scenario * trajectories + trajectory) * shape.save_times.size() + time) * shape.columns.size() +
                column];
}

Recording record(const CompiledRun& run) { return record_in_blocks(run, choose_block_width(run)); }

Recording simulate(const Experiment& experiment, int block_width, std::int64_t unit_size, std::int64_t unit_points) {
  CompiledRun run = compile_run(experiment);
  if (unit_size > 0) run.shape.unit_size = unit_size;
  if (unit_points > 0) run.shape.unit_points = unit_points;
  return record_in_blocks(run, block_width == 0 ? choose_block_width(run) : block_width);
}

Recording simulate(const Experiment& experiment) { return simulate(experiment, 0, 0); }

}  // namespace dosde
