#pragma once

#include <limits>

#include "engine/ensemble/lane_divergence.hpp"
#include "engine/ensemble/lane_start.hpp"
#include "engine/ensemble/saves_ahead.hpp"

namespace dosde {

/// Writes the staged saves of a scenario to its trajectories' states [time][column]: the one transposition on the way
/// from lanes to the file. Eight lanes at a time, so that both sides move through few cache lines.
template <int Width>
DOSDE_INLINE_FUNCTION void flush_saves(const LaneWorld<Width>& world, const UnitMemory& unit, int lane_count) {
  const KernelData& run = world.run;
  const std::int64_t columns = column_count(run);
  const std::int32_t count = world.memory.staged_saves[world.scenario];
  if (count == 0) return;
  const std::int64_t first_save = world.memory.next_save[world.scenario] - count;
  const std::int64_t values = count * columns;
  const std::int64_t stride = static_cast<std::int64_t>(run.save_count) * columns;
  const double* staged = world.staged();
  constexpr int tile = Width < 8 ? Width : 8;
  for (int first = 0; first < lane_count; first += tile) {
    const int count_here = first + tile < lane_count ? tile : lane_count - first;
    double* target[tile];
    for (int lane = 0; lane < count_here; ++lane)
      target[lane] = unit.states + world.place(unit, first + lane) * stride + first_save * columns;
    for (std::int64_t i = 0; i < values; ++i)
      for (int lane = 0; lane < count_here; ++lane) target[lane][i] = staged[i * Width + first + lane];
  }
  world.memory.staged_saves[world.scenario] = 0;
}

/// Stages the present state of all lanes, clamps written out, NaN for the ended ones. `lane_count` lanes are real, the
/// rest is padding.
template <int Width>
DOSDE_INLINE_FUNCTION void stage_lanes(const LaneWorld<Width>& world, const UnitMemory& unit, int lane_count,
                                       std::int64_t tick) {
  const KernelData& run = world.run;
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  std::int32_t& count = world.memory.staged_saves[world.scenario];
  double* const staged = world.staged() + count * column_count(run) * Width;
  const std::int64_t* end_tick = world.end_tick();
  const auto stage = [&](int column, const double* values, int lane) {
    staged[column * Width + lane] = end_tick[lane] < 0 || end_tick[lane] > tick ? values[lane] : missing;
  };
  for (int column = 0; column < run.saved_rows.count; ++column) {
    const double* values =
        world.present() + static_cast<std::int64_t>(run.indices[run.saved_rows.first + column]) * Width;
    for (int lane = 0; lane < Width; ++lane) stage(column, values, lane);
  }
  if (run.observable_count > 0)  // parameters are what the interventions in force make of them
    visit_regimes<Width>(world.regime(), [&](std::int32_t regime) {
      evaluate<Width>(run.programs[world.regime_view(regime).observables], world.block(tick));
      for (int i = 0; i < run.observable_count; ++i)
        for (int lane = 0; lane < Width; ++lane)
          if (world.regime()[lane] == regime)
            stage(run.saved_rows.count + i, world.memory.scratch + static_cast<std::int64_t>(i) * Width, lane);
    });
  ++count;
  ++world.memory.next_save[world.scenario];
  if (count == run.stage_capacity) flush_saves(world, unit, lane_count);
}

/// A save: what the lanes hold at a tick.
template <int Width>
DOSDE_INLINE_FUNCTION void save_lanes(const LaneWorld<Width>& world, const UnitMemory& unit, int lane_count,
                                      std::int64_t tick) {
  write_out_clamps(world, tick);
  check_lanes(world, tick);
  stage_lanes(world, unit, lane_count, tick);
}

/// Saves that lanes have passed, each at its own time.
template <int Width>
DOSDE_INLINE_FUNCTION void save_passed(const LaneWorld<Width>& world, const UnitMemory& unit, int lane_count,
                                       const SavesAhead& ahead) {
  LaneWorld<Width> at_save = world;
  for (std::int32_t i = 0; i < ahead.count; ++i) {
    at_save.passed = passed_state(world, i);
    save_lanes(at_save, unit, lane_count, ahead.actions[i].tick);
  }
}

/// How the lanes ended, or that they are on their way, at a tick.
template <int Width>
DOSDE_INLINE_FUNCTION void note_ends(const LaneWorld<Width>& world, const UnitMemory& unit, int lane_count,
                                     std::int64_t tick) {
  const KernelData& run = world.run;
  const bool is_stop = tick == run.time.tick_of_step(run.time.step_count);
  for (int lane = 0; lane < lane_count; ++lane) {
    const std::int64_t end = world.end_tick()[lane];
    const std::int64_t place = world.place(unit, lane);
    const std::int32_t row = world.memory.end_row[world.scenario * Width + lane];
    const TrajectoryStatus living = is_stop ? TrajectoryStatus::done : TrajectoryStatus::pending;
    unit.ends[place].status = end < 0                  ? living
                              : row == kStoppedByEvent ? TrajectoryStatus::stopped_by_event
                                                       : TrajectoryStatus::diverged;
    unit.ends[place].time = end < 0 ? run.time.place(tick).time : world.memory.end_time[world.scenario * Width + lane];
    unit.ends[place].variable = row < 0 ? -1 : row;
    const bool is_counted = run.reflection_row >= 0 && end < 0;
    unit.reflections[place] =
        is_counted ? world.present()[static_cast<std::int64_t>(run.reflection_row) * Width + lane] : 0.0;
  }
}

}  // namespace dosde
