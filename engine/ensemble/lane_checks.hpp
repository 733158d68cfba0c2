#pragma once

#include "engine/ensemble/lane_steps.hpp"

namespace dosde {

/// Is any living lane's state not finite? x - x is 0 for a finite x and NaN otherwise, so one subtraction and one sum a
/// row find it.
template <int Width>
DOSDE_INLINE_FUNCTION bool has_new_divergence(const LaneWorld<Width>& world) {
  double sum[Width];
  for (int lane = 0; lane < Width; ++lane) sum[lane] = 0.0;
  const double* state = world.present();
  for (int row = 0; row < world.run.row_count; ++row)
    for (int lane = 0; lane < Width; ++lane) sum[lane] += state[row * Width + lane] - state[row * Width + lane];
  int found = 0;
  for (int lane = 0; lane < Width; ++lane)
    found |= static_cast<int>(sum[lane] != 0.0) & static_cast<int>(world.end_tick()[lane] < 0);
  return found != 0;
}

// In the place of the row through which a lane ended:
inline constexpr std::int32_t kStoppedByEvent = -2;
inline constexpr std::int32_t kStorm = -3;  ///< more happened in one step than may

/// Ends a lane: at `tick` it is dead, since `time`, through its row `row`.
template <int Width>
DOSDE_INLINE_FUNCTION void end_lane(const LaneWorld<Width>& world, int lane, std::int64_t tick, double time,
                                    std::int32_t row) {
  world.end_tick()[lane] = tick;
  world.memory.end_row[world.scenario * Width + lane] = row;
  world.memory.end_time[world.scenario * Width + lane] = time;
}

/// Notes, for every living lane whose state is not finite, that it ended at `tick` through its first such row.
template <int Width>
DOSDE_INLINE_FUNCTION void note_divergence(const LaneWorld<Width>& world, std::int64_t tick) {
  const double* state = world.present();
  for (int lane = 0; lane < Width; ++lane) {
    if (world.end_tick()[lane] >= 0) continue;
    for (int row = 0; row < world.run.row_count; ++row) {
      const double value = state[row * Width + lane];
      if (value - value == 0.0) continue;
      end_lane(world, lane, tick, world.run.time.place(tick).time, row);
      break;
    }
  }
}

/// Looks for lanes that left the finite numbers by `tick`.
template <int Width>
DOSDE_INLINE_FUNCTION void check_lanes(const LaneWorld<Width>& world, std::int64_t tick) {
  if (has_new_divergence(world)) note_divergence(world, tick);
}

}  // namespace dosde
