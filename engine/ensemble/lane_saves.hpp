#pragma once

#include <limits>

#include "engine/ensemble/lane_divergence.hpp"
#include "engine/ensemble/lane_start.hpp"

namespace dosde {

/// The place of a trajectory's saved values at one time: states[scenario][trajectory][time][column].
DOSDE_INLINE_FUNCTION double* saved_values(const KernelData& run, const UnitMemory& unit, int scenario,
                                           std::int64_t trajectory, std::int64_t save) {
  const std::int64_t columns = run.saved_rows.count + run.observable_count;
  return unit.states + ((scenario * unit.trajectory_count + trajectory) * run.save_count + save) * columns;
}

/// Writes the present state of all living lanes to the unit's results, NaN for the ended ones. `lane_count` lanes are
/// real, the rest is padding.
template <int Width>
DOSDE_INLINE_FUNCTION void save_lanes(const LaneWorld<Width>& world, const UnitMemory& unit, std::int64_t first_lane,
                                      int lane_count, std::int64_t step, std::int64_t save) {
  const KernelData& run = world.run;
  write_out_clamps(world, step);
  if (has_new_divergence(world)) note_divergence(world, step);
  if (run.observable_program >= 0) evaluate<Width>(run.programs[run.observable_program], world.block(step));

  const double* state = world.present();
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  const std::int64_t lane_stride =
      static_cast<std::int64_t>(run.save_count) * (run.saved_rows.count + run.observable_count);
  double* const first = saved_values(run, unit, world.scenario, first_lane, save);
  for (int column = 0; column < run.saved_rows.count; ++column) {
    const double* values = state + static_cast<std::int64_t>(run.indices[run.saved_rows.first + column]) * Width;
    for (int lane = 0; lane < lane_count; ++lane) first[lane * lane_stride + column] = values[lane];
  }
  for (int i = 0; i < run.observable_count; ++i)
    for (int lane = 0; lane < lane_count; ++lane)
      first[lane * lane_stride + run.saved_rows.count + i] = world.memory.scratch[i * Width + lane];
  for (int lane = 0; lane < lane_count; ++lane) {
    if (world.end_step()[lane] < 0) continue;
    for (int column = 0; column < run.saved_rows.count + run.observable_count; ++column)
      first[lane * lane_stride + column] = missing;
  }
}

/// How the lanes ended, once the last step is taken.
template <int Width>
DOSDE_INLINE_FUNCTION void note_ends(const LaneWorld<Width>& world, const UnitMemory& unit, std::int64_t first_lane,
                                     int lane_count) {
  const KernelData& run = world.run;
  for (int lane = 0; lane < lane_count; ++lane) {
    const std::int64_t end = world.end_step()[lane];
    const std::int64_t place = world.scenario * unit.trajectory_count + first_lane + lane;
    unit.ends[place].status = end < 0 ? TrajectoryStatus::done : TrajectoryStatus::diverged;
    unit.ends[place].time = world.time(end < 0 ? run.step_count : end);
    unit.ends[place].variable = world.memory.end_row[world.scenario * Width + lane];
    const bool is_counted = run.reflection_row >= 0 && end < 0;
    unit.reflections[place] =
        is_counted ? world.present()[static_cast<std::int64_t>(run.reflection_row) * Width + lane] : 0.0;
  }
}

}  // namespace dosde
