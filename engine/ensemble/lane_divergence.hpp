#pragma once

#include "engine/ensemble/lane_start.hpp"

namespace dosde {

/// Must the regime's clamps be looked at at every step time? They are written out at saves and switches only, and
/// whether a trajectory ends may not depend on when it is saved.
template <int Width>
DOSDE_INLINE_FUNCTION bool has_fallible_clamp(const LaneWorld<Width>& world) {
  for (int lane = 0; lane < Width; ++lane)
    if (world.regime_view(world.regime()[lane]).is_clamp_fallible != 0) return true;
  return false;
}

/// Takes the steps from tick first to tick last one by one and notes the tick at which a lane left the finite numbers.
template <int Width>
DOSDE_INLINE_FUNCTION void take_checked_steps(const LaneWorld<Width>& world, std::int64_t first, std::int64_t last) {
  const bool has_clamps_to_check = has_fallible_clamp(world);
  for (std::int64_t tick = first; tick < last; ++tick) {
    if (has_clamps_to_check) {
      write_out_clamps(world, tick);
      check_lanes(world, tick);
    }
    take_steps(world, tick, tick + 1);
    check_lanes(world, tick + 1);
  }
}

/// Takes the steps from tick first to tick last and finds out, if a lane left the finite numbers on the way, at which
/// step: the steps are then taken once more from the checkpoint, one by one. The result is the same; only this rare
/// case pays.
template <int Width>
DOSDE_INLINE_FUNCTION void take_watched_steps(const LaneWorld<Width>& world, std::int64_t first, std::int64_t last) {
  if (first == last) return;
  const std::int64_t size = static_cast<std::int64_t>(world.run.row_count) * Width;
  // Of lanes in different regimes the checkpoint's memory is the blend's: watch every step.
  if (!has_one_regime<Width>(world.regime()) || world.regime_view(world.regime()[0]).is_clamp_fallible != 0) {
    take_checked_steps(world, first, last);
    return;
  }
  const double* before = world.present();
  for (std::int64_t i = 0; i < size; ++i) world.memory.checkpoint[i] = before[i];
  take_steps(world, first, last);
  if (!has_new_divergence(world)) return;
  double* again = world.present();
  for (std::int64_t i = 0; i < size; ++i) again[i] = world.memory.checkpoint[i];
  take_checked_steps(world, first, last);
}

}  // namespace dosde
