#pragma once

#include "engine/ensemble/lane_checks.hpp"
#include "engine/random/uniform.hpp"

namespace dosde {

/// Fills lane inputs with keyed uniforms, one a trajectory.
template <int Width>
DOSDE_INLINE_FUNCTION void make_draws(const LaneWorld<Width>& world, ListRange draws) {
  double* inputs = world.memory.lane_input(world.run, world.scenario);
  for (int i = 0; i < draws.count; ++i) {
    const Draw& draw = world.run.draws[draws.first + i];
    for (int lane = 0; lane < Width; ++lane)
      inputs[draw.lane_slot * Width + lane] =
          uniform_open(draw.key, world.memory.trajectory[lane], static_cast<std::uint64_t>(draw.repetition), 0);
  }
}

/// Runs a row program at a tick and puts its rows into the present state.
template <int Width>
DOSDE_INLINE_FUNCTION void rewrite_rows(const LaneWorld<Width>& world, const RowProgramView& rewrite,
                                        std::int64_t tick) {
  if (rewrite.program < 0) return;
  evaluate<Width>(world.run.programs[rewrite.program], world.block(tick));
  double* present = world.present();
  const double* written = world.other();
  for (int i = 0; i < rewrite.rows.count; ++i) {
    const std::int64_t row = world.run.indices[rewrite.rows.first + i];
    for (int lane = 0; lane < Width; ++lane) present[row * Width + lane] = written[row * Width + lane];
  }
}

/// Puts the values of clamped variables into the present state, each lane by its regime. (Steps do not: no row reads
/// them.)
template <int Width>
DOSDE_INLINE_FUNCTION void write_out_clamps(const LaneWorld<Width>& world, std::int64_t tick) {
  if (has_one_regime<Width>(world.regime())) {
    rewrite_rows(world, world.regime_view(world.regime()[0]).clamp, tick);
    return;
  }
  for (int lane = 0; lane < Width; ++lane) {
    const RowProgramView& clamp = world.regime_view(world.regime()[lane]).clamp;
    if (clamp.program < 0) continue;
    evaluate<Width>(world.run.programs[clamp.program], world.block(tick));
    for (int i = 0; i < clamp.rows.count; ++i) {
      const std::int64_t place = static_cast<std::int64_t>(world.run.indices[clamp.rows.first + i]) * Width + lane;
      world.present()[place] = world.other()[place];
    }
  }
}

/// Which trajectory at which point the lanes of a block are. Lanes beyond the unit's last repeat it.
template <int Width>
DOSDE_INLINE_FUNCTION void place_lanes(const BlockWorkspace<Width>& memory, const UnitMemory& unit,
                                       std::int64_t first_lane) {
  const std::int64_t last = unit.point_count * unit.trajectory_count - 1;
  for (int lane = 0; lane < Width; ++lane) {
    const std::int64_t number = first_lane + lane < last ? first_lane + lane : last;
    const std::int64_t point = number / unit.trajectory_count;
    memory.trajectory[lane] =
        static_cast<std::uint64_t>(unit.first_trajectory + (number - point * unit.trajectory_count));
    memory.point[lane] = unit.points[point];
  }
}

/// The numbers of a lane on all axes: its point's, or those that the caller has set for it.
template <int Width>
DOSDE_INLINE_FUNCTION const double* axis_values(const LaneWorld<Width>& world, const UnitMemory& unit, int lane) {
  return unit.set_values == nullptr ? unit.point_values + world.memory.point[lane] * unit.axis_count
                                    : unit.set_values + world.place(unit, lane) * unit.axis_count;
}

/// Swept values, and the parameters that follow from them and from draws.
template <int Width>
DOSDE_INLINE_FUNCTION void set_parameters(const LaneWorld<Width>& world, const UnitMemory& unit) {
  const ScenarioView& scenario = world.run.scenarios[world.scenario];
  double* inputs = world.memory.lane_input(world.run, world.scenario);
  for (int i = 0; i < world.run.swept_count; ++i) {
    const SweptView& swept = world.run.swept[i];
    for (int lane = 0; lane < Width; ++lane)
      inputs[swept.lane_slot * Width + lane] = axis_values(world, unit, lane)[swept.axis];
  }
  if (scenario.parameter_program < 0) return;
  evaluate<Width>(world.run.programs[scenario.parameter_program], world.block(0));
  for (int i = 0; i < scenario.parameter_slots.count; ++i) {
    const std::int64_t slot = world.run.indices[scenario.parameter_slots.first + i];
    for (int lane = 0; lane < Width; ++lane) inputs[slot * Width + lane] = world.memory.scratch[i * Width + lane];
  }
}

/// Draws, recorded values, swept values, drawn parameters, then the initial state of every row.
template <int Width>
DOSDE_INLINE_FUNCTION void start_lanes(const LaneWorld<Width>& world, const UnitMemory& unit) {
  const ScenarioView& scenario = world.run.scenarios[world.scenario];
  double* inputs = world.memory.lane_input(world.run, world.scenario);
  make_draws(world, scenario.draws);
  for (int i = 0; i < scenario.recorded.count; ++i) {
    const RecordedView& recorded = world.run.recorded[scenario.recorded.first + i];
    for (int lane = 0; lane < Width; ++lane)
      inputs[recorded.lane_slot * Width + lane] =
          world.run.recorded_values[recorded.first + static_cast<std::int64_t>(world.memory.trajectory[lane])];
  }
  set_parameters(world, unit);
  const std::int64_t size = static_cast<std::int64_t>(world.run.row_count) * Width;
  for (std::int64_t i = 0; i < size; ++i) world.present()[i] = world.other()[i] = 0.0;
  for (int lane = 0; lane < Width; ++lane) {
    world.end_tick()[lane] = -1;
    world.memory.end_row[world.scenario * Width + lane] = -1;
    world.regime()[lane] = 0;
    if (world.run.has_happenings) {
      world.open()[lane] = static_cast<std::int32_t>(scenario.open_at_start);
      for (int i = 0; i < world.signal_count(); ++i) world.last_signals()[i * Width + lane] = 0.0;
    }
    if (world.run.control.is_on) {
      world.memory.tree.wanted[world.scenario * Width + lane] = world.run.control.first_depth;
      world.memory.tree.last_error[world.scenario * Width + lane] = 0.0;
    }
  }
  world.memory.next_action[world.scenario] = 0;
  world.memory.staged_saves[world.scenario] = 0;
  world.memory.next_save[world.scenario] = 0;
  rewrite_rows(world, scenario.initial, 0);
}

/// A switch: old clamps are written out, impulses act, the new regime's draws are made and its clamps written out.
template <int Width>
DOSDE_INLINE_FUNCTION void switch_regime(const LaneWorld<Width>& world, const SwitchView& change, std::int64_t tick) {
  rewrite_rows(world, change.release, tick);
  rewrite_rows(world, change.impulse, tick);
  make_draws(world, change.draws);
  for (int lane = 0; lane < Width; ++lane) world.regime()[lane] = change.regime;
  rewrite_rows(world, change.clamp, tick);
  check_lanes(world, tick);
}

}  // namespace dosde
