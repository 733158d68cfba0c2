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
    found |= static_cast<int>(sum[lane] != 0.0) & static_cast<int>(world.end_step()[lane] < 0);
  return found != 0;
}

/// Notes, for every living lane whose state is not finite, that it ended at `step` through its first such row.
template <int Width>
DOSDE_INLINE_FUNCTION void note_divergence(const LaneWorld<Width>& world, std::int64_t step) {
  const double* state = world.present();
  for (int lane = 0; lane < Width; ++lane) {
    if (world.end_step()[lane] >= 0) continue;
    for (int row = 0; row < world.run.row_count; ++row) {
      const double value = state[row * Width + lane];
      if (value - value == 0.0) continue;
      world.end_step()[lane] = step;
      world.memory.end_row[world.scenario * Width + lane] = row;
      break;
    }
  }
}

/// Takes the steps first … last-1 and finds out, if a lane left the finite numbers on the way, at which step: the steps
/// are then taken once more from the checkpoint, one by one. The result is the same; only this rare case pays.
template <int Width>
DOSDE_INLINE_FUNCTION void take_watched_steps(const LaneWorld<Width>& world, std::int64_t first, std::int64_t last) {
  if (first == last) return;
  const std::int64_t size = static_cast<std::int64_t>(world.run.row_count) * Width;
  const bool is_mixed = !has_one_regime<Width>(world.regime());
  if (is_mixed) {  // the checkpoint's memory is the blend's: watch every step
    for (std::int64_t step = first; step < last; ++step) {
      take_steps(world, step, step + 1);
      if (has_new_divergence(world)) note_divergence(world, step + 1);
    }
    return;
  }
  const double* before = world.present();
  for (std::int64_t i = 0; i < size; ++i) world.memory.checkpoint[i] = before[i];
  take_steps(world, first, last);
  if (!has_new_divergence(world)) return;
  double* again = world.present();
  for (std::int64_t i = 0; i < size; ++i) again[i] = world.memory.checkpoint[i];
  for (std::int64_t step = first; step < last; ++step) {
    take_steps(world, step, step + 1);
    if (has_new_divergence(world)) note_divergence(world, step + 1);
  }
}

}  // namespace dosde
