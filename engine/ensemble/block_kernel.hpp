#pragma once

#include "engine/ensemble/lane_control.hpp"
#include "engine/ensemble/lane_parts.hpp"
#include "engine/ensemble/lane_pieces.hpp"
#include "engine/ensemble/lane_saves.hpp"
#include "engine/random/given_noise.hpp"

namespace dosde {

/// The numbers of a batch: of its steps and of the pieces of those that are split.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void make_increments(const KernelData& run, const BlockWorkspace<Width>& memory,
                                           const Noise& noise, const UnitMemory& unit, std::int64_t batch_first,
                                           const PieceRange& pieces) {
  if (run.steps_per_cell > 1)
    make_parts_of_cells(run, memory, noise, unit, batch_first);
  else
    make_step_increments(run, memory, noise, unit, batch_first);
  make_pieces(run, memory, noise, unit, pieces);
}

/// Takes a piece of a split step, the `number`-th of its batch, from its tick to the next.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void take_piece(const LaneWorld<Width>& world, const Noise& noise, const Piece& piece,
                                      std::int32_t number, std::int64_t tick) {
  const KernelData& run = world.run;
  const std::int64_t stride = static_cast<std::int64_t>(run.increment_count) * Width;
  const double* numbers = world.memory.pieces + number * stride;
  if (run.control.is_on) {  // a step is one cell
    const CellStretch stretch = stretch_of_piece(run, piece);
    const CellPart part{true,
                        stretch.from,
                        stretch.until,
                        run.time.place(tick).time,
                        run.time.place(tick + 1).time,
                        stretch.from > 0.0 ? numbers - stride : nullptr,
                        numbers};
    return take_controlled_steps(world, noise, tick, tick + 1, part, SavesAhead{});
  }
  LaneWorld<Width> in_piece = world;
  in_piece.piece = &piece;
  in_piece.increments = numbers;
  if (run.has_happenings)
    take_eventful_steps(in_piece, noise, tick, tick + 1);
  else
    take_watched_steps(in_piece, tick, tick + 1);
}

/// The noise of each world: one for all scenarios, or one a scenario where the pairing is independent.
struct CellNoiseWorlds {
  const std::uint64_t* keys;  ///< [world][source]
  int source_count;
  double increment_scale;
  PathDetail detail;
  GivenCells given = {};

  DOSDE_INLINE_FUNCTION GivenNoise operator()(int world) const {
    return {{keys + static_cast<std::int64_t>(world) * source_count, source_count, increment_scale, detail}, given};
  }
};

/// The steps first … last-1 of a run, or all of them. Where a part ends within a batch, the batch's numbers are made
/// again for the next.
struct StepRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Integrates one block of `Width` lanes of a unit through all scenarios, over a part of the time span:
///
///     at the start of the span: start every scenario's lanes (later: give them the numbers that a caller has set)
///     for each batch of steps:
///       make the increments                       (once, for all scenarios that share a world)
///       for each scenario:
///         until the batch's end: take steps up to the next action, then act (switch, save, take a piece of a step)
///     at the end of the span: note how the lanes ended
///
/// Memory is the workspace of the block, which carries the block from one part of the span to the next; nothing
/// allocates.
template <int Width, class NoiseWorlds>
DOSDE_INLINE_FUNCTION void integrate_block(const KernelData& run, const NoiseWorlds& noise, const UnitMemory& unit,
                                           std::int64_t block, const StepRange& steps, double* workspace) {
  WorkspaceCarver carver{workspace, 0};
  const BlockWorkspace<Width> memory = carve_block_memory<Width>(run, carver);
  const std::int64_t first_lane = block * Width;
  const std::int64_t remaining = unit.point_count * unit.trajectory_count - first_lane;
  const int lane_count = remaining < Width ? static_cast<int>(remaining) : Width;

  place_lanes(memory, unit, first_lane);
  for (int s = 0; s < run.scenario_count; ++s) {
    const LaneWorld<Width> world{run, memory, s, steps.first};
    if (steps.first == 0) {
      memory.present[s] = 0;
      start_lanes(world, unit);
    } else if (unit.set_values != nullptr) {
      set_parameters(world, unit);
    }
  }
  // The span's last batch may be empty of steps: actions at the stop are taken in it.
  const bool is_end = steps.last == run.time.step_count;
  const std::int64_t end = is_end ? run.time.step_count + 1 : steps.last;
  std::int64_t batch_first = steps.first / run.batch_steps * run.batch_steps;
  for (; batch_first < end; batch_first += run.batch_steps) {
    const std::int64_t batch_end = batch_first + run.batch_steps;
    const std::int64_t last = batch_end < steps.last ? batch_end : steps.last;
    const bool is_last_batch = is_end && last < batch_end;
    const std::int64_t first_tick = run.time.tick_of_step(batch_first < steps.first ? steps.first : batch_first);
    const std::int64_t last_tick = run.time.tick_of_step(last);
    const PieceRange pieces = find_pieces(run, batch_first, last);
    const bool has_steps = batch_first < run.time.step_count;
    if (has_steps && !run.has_worlds) make_increments(run, memory, noise(0), unit, batch_first, pieces);
    for (int s = 0; s < run.scenario_count; ++s) {
      if (has_steps && run.has_worlds) make_increments(run, memory, noise(s), unit, batch_first, pieces);
      const LaneWorld<Width> world{run, memory, s, batch_first};
      const ScenarioView& scenario = run.scenarios[s];
      const auto own_noise = noise(run.has_worlds ? s : 0);
      std::int64_t tick = first_tick;
      while (true) {
        const SavesAhead ahead = find_saves_ahead(world, scenario.actions, tick, last_tick);
        memory.next_action[s] += ahead.count;
        const bool has_action = memory.next_action[s] < scenario.actions.count;
        const Action* action = run.actions + scenario.actions.first + memory.next_action[s];
        // What is due at the end of the batch is done at the beginning of the next, but for the stop.
        const bool is_due = has_action && (action->tick < last_tick || (action->tick == last_tick && is_last_batch));
        const std::int64_t until = is_due ? action->tick : last_tick;
        if (run.control.is_on)
          take_controlled_steps(world, own_noise, tick, until, CellPart{}, ahead);
        else if (run.has_happenings)
          take_eventful_steps(world, own_noise, tick, until);
        else
          take_watched_steps(world, tick, until);
        tick = until;
        save_passed(world, unit, lane_count, ahead);
        if (!is_due) break;
        if (action->kind == ActionKind::switch_regime) {
          const SwitchView& change = run.switches[scenario.first_switch + action->index];
          if (run.has_happenings)
            switch_eventful_regime(world, own_noise, change, tick);
          else
            switch_regime(world, change, tick);
        } else if (action->kind == ActionKind::save) {
          save_lanes(world, unit, lane_count, tick);
        } else {
          take_piece(world, own_noise, run.pieces[action->index], action->index - pieces.first, tick);
          ++tick;
        }
        ++memory.next_action[s];
      }
    }
  }
  for (int s = 0; s < run.scenario_count && is_end; ++s) {
    const LaneWorld<Width> world{run, memory, s, steps.last};
    const std::int64_t stop = run.time.tick_of_step(steps.last);
    flush_saves(world, unit, lane_count);
    write_out_clamps(world, stop);
    check_lanes(world, stop);
    note_ends(world, unit, lane_count, stop);
  }
}

/// Writes what the lanes of a block hold at a step time, once it has been reached, to the unit's results, whose only
/// save this is. What the scenario does at that time is still to come (but at the stop): the state is X(t-). Reading
/// changes nothing.
template <int Width>
DOSDE_INLINE_FUNCTION void read_block(const KernelData& run, const UnitMemory& unit, std::int64_t block,
                                      std::int64_t step, double* workspace) {
  WorkspaceCarver carver{workspace, 0};
  const BlockWorkspace<Width> memory = carve_block_memory<Width>(run, carver);
  const std::int64_t remaining = unit.point_count * unit.trajectory_count - block * Width;
  const int lane_count = remaining < Width ? static_cast<int>(remaining) : Width;
  const std::int64_t tick = run.time.tick_of_step(step);
  for (int s = 0; s < run.scenario_count; ++s) {
    const LaneWorld<Width> world{run, memory, s, step};
    memory.next_save[s] = 0;
    write_out_clamps(world, tick);
    stage_lanes(world, unit, lane_count, tick);
    flush_saves(world, unit, lane_count);
    note_ends(world, unit, lane_count, tick);
  }
}

}  // namespace dosde
