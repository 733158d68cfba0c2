#pragma once

#include "engine/ensemble/lane_divergence.hpp"

namespace dosde {

// Lanes that choose their steps by themselves would wait for the slowest at every save. So they pass saves, each at its
// own pace, and leave there what they held.

/// Saves of a scenario that its lanes pass on their way to the next switch, or to the batch's end.
struct SavesAhead {
  const Action* actions = nullptr;  ///< of the first: they follow each other
  std::int32_t count = 0;
};

/// The saves that a scenario's lanes may pass from a tick on: its next actions, up to another kind of action or a tick.
/// None at the tick itself, and none where lanes must meet at every step.
template <int Width>
DOSDE_INLINE_FUNCTION SavesAhead find_saves_ahead(const LaneWorld<Width>& world, const ListRange& actions,
                                                  std::int64_t tick, std::int64_t last_tick) {
  const KernelData& run = world.run;
  const std::int32_t next = world.memory.next_action[world.scenario];
  SavesAhead ahead{run.actions + actions.first + next, 0};
  if (run.control.saves_ahead == 0 || next == actions.count || ahead.actions->tick == tick) return ahead;
  if (has_fallible_clamp(world)) return ahead;
  while (ahead.count < run.control.saves_ahead && next + ahead.count < actions.count) {
    const Action& action = ahead.actions[ahead.count];
    if (action.kind != ActionKind::save || action.tick > last_tick) break;
    ++ahead.count;
  }
  return ahead;
}

/// The state at the number-th save that is passed, [row][lane].
template <int Width>
DOSDE_INLINE_FUNCTION double* passed_state(const LaneWorld<Width>& world, std::int32_t number) {
  return world.memory.tree.passed + static_cast<std::int64_t>(number) * world.run.row_count * Width;
}

/// Leaves what a lane holds, where a tick that it has reached is one of the saves. `next`: the first that it has not
/// passed.
template <int Width>
DOSDE_INLINE_FUNCTION void pass_tick(const LaneWorld<Width>& world, const SavesAhead& ahead, std::int32_t& next,
                                     int lane, std::int64_t tick) {
  if (next == ahead.count || ahead.actions[next].tick != tick) return;
  const double* state = world.present();
  double* passed = passed_state(world, next);
  for (std::int64_t at = lane; at < static_cast<std::int64_t>(world.run.row_count) * Width; at += Width)
    passed[at] = state[at];
  ++next;
}

}  // namespace dosde
