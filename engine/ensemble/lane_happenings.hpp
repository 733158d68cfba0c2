#pragma once

#include "engine/ensemble/cell_place.hpp"
#include "engine/ensemble/lane_checks.hpp"
#include "engine/ensemble/lane_walk.hpp"

namespace dosde {

// Steps of scenarios with events, with interventions that wait for a condition, or with jumps. The block takes a step
// as ever; then the conditions and rates at its end tell to which lanes something happens in it. These few are taken
// through it once more, each alone (lane_walk.hpp).

/// Conditions and rates of every lane, by its regime, into memory.happening.signals. `block`: their state and time.
template <int Width>
DOSDE_INLINE_FUNCTION void find_signals(const LaneWorld<Width>& world, const LaneBlock& block) {
  const std::int64_t count = world.signal_count();
  if (count == 0) return;
  const double* found = world.memory.scratch;
  double* signals = world.memory.happening.signals;
  visit_regimes<Width>(world.regime(), [&](std::int32_t regime) {
    evaluate<Width>(world.run.programs[world.regime_view(regime).signals], block);
    for (std::int64_t i = 0; i < count; ++i)
      for (int l = 0; l < Width; ++l)
        if (world.regime()[l] == regime) signals[i * Width + l] = found[i * Width + l];
  });
}

/// The same at a tick.
template <int Width>
DOSDE_INLINE_FUNCTION void find_signals(const LaneWorld<Width>& world, std::int64_t tick) {
  const KernelData& run = world.run;
  if (run.control.is_on) {
    double* time =
        world.memory.lane_input(run, world.scenario) + static_cast<std::int64_t>(run.control.time_slot) * Width;
    const double now = run.time.place(tick).time;
    for (int lane = 0; lane < Width; ++lane) time[lane] = now;
  }
  find_signals(world, world.block(tick));
}

/// Remembers how the signals of a lane to which nothing happens stand.
template <int Width>
DOSDE_INLINE_FUNCTION void remember_signals(const LaneWorld<Width>& world, int lane) {
  const double* signals = world.memory.happening.signals;
  double* last = world.last_signals();
  for (std::int64_t i = 0; i < world.signal_count(); ++i) last[i * Width + lane] = signals[i * Width + lane];
}

/// Has a condition become true for a lane?
template <int Width>
DOSDE_INLINE_FUNCTION bool has_risen(const LaneWorld<Width>& world, int lane) {
  const double* signals = world.memory.happening.signals;
  const double* last = world.last_signals();
  for (std::int64_t i = 0; i < world.condition_count(); ++i)
    if (has_become_true(signals[i * Width + lane], last[i * Width + lane])) return true;
  return false;
}

/// Is there a point of a jump source in a part of a cell, below a height?
template <int Width>
DOSDE_INLINE_FUNCTION bool has_point(const LaneWorld<Width>& world, int lane, int jump, double height,
                                     const WalkSpan& part) {
  return first_point_time(world.jump_keys()[jump], world.memory.trajectory[lane], static_cast<std::uint64_t>(part.cell),
                          height, part.from, part.until) <= part.until;
}

/// Is there a point of a jump source in the span that the rate at either end may reach?
template <int Width>
DOSDE_INLINE_FUNCTION bool meets_point(const LaneWorld<Width>& world, int lane, const WalkSpan& span) {
  for (int jump = 0; jump < world.run.jump_count; ++jump) {
    const std::int64_t place = static_cast<std::int64_t>(world.condition_count() + jump) * Width + lane;
    const double before = world.last_signals()[place];
    const double after = world.memory.happening.signals[place];
    if (after - after != 0.0) return true;  // no rate at all
    const double rate = before > after ? before : after;
    for (std::int64_t further = 0; further <= span.further_cells; ++further)
      if (has_point(world, lane, jump, 2.0 * rate, part_in_cell(world.run, span, further))) return true;
  }
  return false;
}

/// What happens to a lane in a step that was taken from `before` to `after`, whose signals are known: the lane goes
/// through it once more, alone, where anything does.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void let_happen(const LaneWorld<Width>& world, const Noise& noise, int lane, const double* before,
                                      double* after, const WalkSpan& span) {
  if (has_risen(world, lane) || meets_point(world, lane, span))
    LaneWalk<Width, Noise>(world, noise, lane).take(before, after, span);
  else
    remember_signals(world, lane);
}

/// Takes the steps from tick first to tick last, or the piece.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void take_eventful_steps(const LaneWorld<Width>& world, const Noise& noise, std::int64_t first,
                                               std::int64_t last) {
  if (world.signal_count() == 0) return take_watched_steps(world, first, last);
  const bool has_clamps_to_check = has_fallible_clamp(world);
  for (std::int64_t tick = first; tick < last; ++tick) {
    if (has_clamps_to_check) {
      write_out_clamps(world, tick);
      check_lanes(world, tick);
    }
    const TickPlace place = world.run.time.place(tick);
    const CellStretch stretch =
        world.piece != nullptr ? stretch_of_piece(world.run, *world.piece) : stretch_of_step(world.run, place.step);
    const WalkSpan span{stretch.cell,         tick,       stretch.from,
                        stretch.until,        place.time, world.run.time.place(tick + 1).time,
                        stretch.further_cells};
    const double* before = world.present();
    take_steps(world, tick, tick + 1);
    find_signals(world, tick + 1);
    for (int lane = 0; lane < Width; ++lane)
      if (world.end_tick()[lane] < 0) let_happen(world, noise, lane, before, world.present(), span);
    check_lanes(world, tick + 1);
  }
}

/// After the state was set at a tick: what conditions ask for, of every lane.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void settle_lanes(const LaneWorld<Width>& world, const Noise& noise, std::int64_t tick) {
  find_signals(world, tick);
  for (int lane = 0; lane < Width; ++lane) {
    if (world.end_tick()[lane] >= 0) continue;
    if (has_risen(world, lane))
      LaneWalk<Width, Noise>(world, noise, lane).settle_at(tick);
    else
      remember_signals(world, lane);
  }
  check_lanes(world, tick);
}

/// A switch where interventions may wait: each lane has the regime that its open ones make.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void switch_eventful_regime(const LaneWorld<Width>& world, const Noise& noise,
                                                  const SwitchView& change, std::int64_t tick) {
  if (change.first_regime < 0) {
    switch_regime(world, change, tick);
  } else {
    rewrite_rows(world, change.release, tick);
    if (tick > 0) write_out_clamps(world, tick);
    rewrite_rows(world, change.impulse, tick);
    make_draws(world, change.draws);
    world.memory.happening.first_regime[world.scenario] = change.first_regime;
    for (int lane = 0; lane < Width; ++lane)
      world.regime()[lane] = world.run.indices[change.first_regime + world.open()[lane]];
    write_out_clamps(world, tick);
    check_lanes(world, tick);
  }
  settle_lanes(world, noise, tick);
}

}  // namespace dosde
