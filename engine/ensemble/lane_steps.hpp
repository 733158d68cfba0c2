#pragma once

#include <cstdint>

#include "engine/ensemble/block_memory.hpp"
#include "engine/expression/evaluate.hpp"
#include "engine/expression/rebind.hpp"

namespace dosde {

/// One scenario of one lane block, on its way through time: what the functions below advance. Times are ticks of the
/// grid (engine/causal/time_grid.hpp): steps, but where steps are split.
template <int Width>
struct LaneWorld {
  const KernelData& run;
  const BlockWorkspace<Width>& memory;
  int scenario;
  std::int64_t batch_first;            ///< first step of the batch whose increments are in memory
  const Piece* piece = nullptr;        ///< the part of a step that is to be taken; nullptr: whole steps
  const double* increments = nullptr;  ///< the piece's
  double* passed = nullptr;            ///< the state at a save that lanes have passed; nullptr: they stand there

  DOSDE_INLINE_FUNCTION double* present() const {
    return passed != nullptr ? passed : memory.state(run, scenario, memory.present[scenario]);
  }
  DOSDE_INLINE_FUNCTION double* other() const { return memory.state(run, scenario, 1 - memory.present[scenario]); }
  DOSDE_INLINE_FUNCTION std::int32_t* regime() const { return memory.regime + scenario * Width; }
  DOSDE_INLINE_FUNCTION std::int64_t* end_tick() const { return memory.end_tick + scenario * Width; }
  /// Which waiting interventions of each lane are open.
  DOSDE_INLINE_FUNCTION std::int32_t* open() const { return memory.happening.open + scenario * Width; }
  DOSDE_INLINE_FUNCTION int condition_count() const { return run.scenarios[scenario].happenings.count; }
  /// Conditions, then rates of jumps.
  DOSDE_INLINE_FUNCTION int signal_count() const { return condition_count() + run.jump_count; }
  /// [signal][Width] how they stood when they were last looked at.
  DOSDE_INLINE_FUNCTION double* last_signals() const {
    return memory.happening.last + static_cast<std::int64_t>(scenario) * run.most_signals * Width;
  }
  /// [jump source] the keys of this world.
  DOSDE_INLINE_FUNCTION const std::uint64_t* jump_keys() const {
    return run.jump_keys + (run.has_worlds ? scenario * run.jump_count : 0);
  }
  /// Where a lane's trajectory stands in the unit's results.
  DOSDE_INLINE_FUNCTION std::int64_t place(const UnitMemory& unit, int lane) const {
    const std::int64_t first = memory.point[lane] * run.scenario_count + scenario;
    return first * unit.trajectory_count + (static_cast<std::int64_t>(memory.trajectory[lane]) - unit.first_trajectory);
  }
  DOSDE_INLINE_FUNCTION double* staged() const {
    return memory.staged + scenario * run.stage_capacity * column_count(run) * Width;
  }
  DOSDE_INLINE_FUNCTION const RegimeView& regime_view(int regime_index) const {
    return run.regimes[run.scenarios[scenario].first_regime + regime_index];
  }
  /// The block's pointers for evaluating a program at a tick. Only steps of the present batch have increments.
  DOSDE_INLINE_FUNCTION LaneBlock block(std::int64_t tick) const {
    const TickPlace place = run.time.place(tick);
    memory.clock[0] = place.time;
    const double* numbers =
        piece != nullptr ? increments : memory.increments + (place.step - batch_first) * run.increment_count * Width;
    return {present(), other(), numbers, memory.lane_input(run, scenario), memory.scratch, memory.clock};
  }
  /// A step's program, bound to the piece's length where a piece is taken.
  DOSDE_INLINE_FUNCTION ProgramView step_program(int index) const {
    const ProgramView& program = run.programs[index];
    return piece == nullptr ? program : rebind_first_input(program, piece->length, memory.constants);
  }
};

/// Are all lanes in one regime? (The usual case; events may part them.)
template <int Width>
DOSDE_INLINE_FUNCTION bool has_one_regime(const std::int32_t* regime) {
  std::int32_t difference = 0;
  for (int lane = 0; lane < Width; ++lane) difference |= regime[lane] ^ regime[0];
  return difference == 0;
}

/// Calls `visit` with every regime that some lane is in, once.
template <int Width, class Visit>
DOSDE_INLINE_FUNCTION void visit_regimes(const std::int32_t* regime, const Visit& visit) {
  for (int lane = 0; lane < Width; ++lane) {
    bool is_done = false;
    for (int earlier = 0; earlier < lane && !is_done; ++earlier) is_done = regime[earlier] == regime[lane];
    if (!is_done) visit(regime[lane]);
  }
}

/// Runs the step program of every regime that some lane is in over the whole block, and puts of each result the lanes
/// that are in that regime into `blend`, which holds the state: [row][lane].
template <int Width>
DOSDE_INLINE_FUNCTION void evaluate_regimes(const LaneWorld<Width>& world, const LaneBlock& block, double* blend) {
  visit_regimes<Width>(world.regime(), [&](std::int32_t regime) {
    const RegimeView& view = world.regime_view(regime);
    if (view.step_program < 0) return;
    evaluate<Width>(world.step_program(view.step_program), block);
    for (int i = 0; i < view.free_rows.count; ++i) {
      const std::int64_t row = world.run.indices[view.free_rows.first + i];
      for (int l = 0; l < Width; ++l)
        if (world.regime()[l] == regime) blend[row * Width + l] = block.next_state[row * Width + l];
    }
  });
}

/// One step, or the piece, of lanes that are in different regimes: each lane keeps what its own regime makes of it.
template <int Width>
DOSDE_INLINE_FUNCTION void take_mixed_step(const LaneWorld<Width>& world, std::int64_t tick) {
  const LaneBlock block = world.block(tick);
  double* blend = world.memory.checkpoint;
  const std::int64_t size = static_cast<std::int64_t>(world.run.row_count) * Width;
  for (std::int64_t i = 0; i < size; ++i) blend[i] = block.state[i];
  evaluate_regimes(world, block, blend);
  for (std::int64_t i = 0; i < size; ++i) block.next_state[i] = blend[i];
  world.memory.present[world.scenario] ^= 1;
}

/// The steps from tick first to tick last, none of them split, or the piece, of lanes that share a regime: the hot
/// loop. Nothing here but the program; the addresses are worked out once and walk along.
template <int Width>
DOSDE_INLINE_FUNCTION void take_equal_steps(const LaneWorld<Width>& world, std::int64_t first, std::int64_t last) {
  const RegimeView& view = world.regime_view(world.regime()[0]);
  if (view.step_program < 0) return;
  const ProgramView program = world.step_program(view.step_program);
  const TickPlace place = world.run.time.place(first);
  const std::int64_t increments = static_cast<std::int64_t>(world.run.increment_count) * Width;
  double* present = world.present();
  double* next = world.other();
  LaneBlock block = world.block(first);
  for (std::int64_t taken = 0; taken < last - first; ++taken) {
    if (!place.is_split) block.clock[0] = world.run.time.step_time(place.step + taken);
    block.state = present;
    block.next_state = next;
    evaluate<Width>(program, block);
    block.increment += increments;
    double* const written = next;
    next = present;
    present = written;
  }
  world.memory.present[world.scenario] ^= static_cast<std::int32_t>((last - first) & 1);
}

template <int Width>
DOSDE_INLINE_FUNCTION void take_steps(const LaneWorld<Width>& world, std::int64_t first, std::int64_t last) {
  if (has_one_regime<Width>(world.regime())) {
    take_equal_steps(world, first, last);
  } else {
    for (std::int64_t tick = first; tick < last; ++tick) take_mixed_step(world, tick);
  }
}

}  // namespace dosde
