#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/ensemble/kernel_data.hpp"
#include "engine/random/cell_walk.hpp"

namespace dosde {

/// Trajectories of a unit up to which the points of a block deal out numbers that are made once: half of the widest
/// block.
inline constexpr int most_distinct = 64;

/// Where the lanes of a block are in the tree of a noise cell, and what they see there (lane_tree.hpp), where they
/// choose their steps by themselves. Numbers of a node are W of all sources over it, then H: [number][Width].
template <int Width>
struct LaneTree {
  double* whole;    ///< numbers of the node at hand
  double* first;    ///< of its halves
  double* second;   ///< the same
  double* waiting;  ///< [Width][depth][number] of second halves on the way down: what a lane reads lies together
  double*
      path;  ///< [number][Width] where the node begins: values of all sources, then integrals, since the cell's start
  double* waiting_path;  ///< [depth][number][Width] where those halves begin
  double* clipped;       ///< [whole, first, second][number][Width] numbers of what a piece has of the node
  double* passed;        ///< [save][row][Width] states at the saves that lanes passed on their way
  double* begin;         ///< [Width] where the node begins, in cells from the cell's start
  double* length;        ///< [Width] and its length
  double* coarse;        ///< [row][Width] the state after the node as one step
  double* half;          ///< [row][Width] and after its first half
  double* refined;       ///< [row][Width] and after both
  std::int64_t* cell;    ///< [Width] the cell that the lane is in
  std::int32_t* place;   ///< [Width] where in it the node begins, in nodes of the deepest level
  std::int32_t* depth;   ///< [Width] how often the cell was halved for it
  std::int32_t* wanted;  ///< [scenario][Width] the depth that the last errors ask for
  double* last_error;    ///< [scenario][Width] the binary logarithm of the last error against what was allowed
};

/// What lanes wait for (lane_happenings.hpp): conditions and rates of jumps, as programs call them signals; and the
/// memory of a lane that is taken alone.
struct HappeningMemory {
  double* signals;             ///< [signal][Width] at the end of a step
  double* last;                ///< [scenario][signal][Width] at its begin: conditions as they were told, rates
  std::int32_t* open;          ///< [scenario][Width] which waiting interventions are open
  std::int32_t* first_regime;  ///< [scenario] into indices: the regimes by these, at present; -1: none waits
  double* state;               ///< [row] of one lane
  double* next;                ///< [row]
  double* inputs;              ///< [lane slot]
  double* increments;          ///< [number]
  double* begin;               ///< [value, integral][source] of the path since the cell's start, where the lane stands
  double* end;                 ///< [value, integral][source] and where it tries to get
  CellWalk<1>* walks;          ///< [source] of that lane in its cell
  double* bounds;              ///< [jump source] up to which heights points are looked at
};

/// The working memory of one lane block, carved out of one workspace. Slot s of lane l is at pointer[s*Width + l].
template <int Width>
struct BlockWorkspace {
  double* increments;   ///< [step of the batch][first numbers of all sources, then second][Width]
  double* pieces;       ///< [piece of the batch][as increments][Width]: the same of the parts of split steps
  double* constants;    ///< [constant slot] those of the program that takes a piece
  double* cells;        ///< [increment, area][4][Width] those of cells on their way into a longer step's
  double* distinct;     ///< [4][64] the same of the trajectories that several points of a block have in common
  double* states;       ///< [scenario][2][row][Width]: present and next, in turns
  double* lane_inputs;  ///< [scenario][lane slot][Width]
  double* scratch;      ///< [scratch slot][Width]
  double* checkpoint;   ///< [row][Width] states at the start of a run of steps; also the blend of mixed regimes
  double* staged;       ///< [scenario][staged save][column][Width] saved values on their way to the unit's results
  double* clock;        ///< [clock slot]
  std::uint64_t* trajectory;  ///< [Width] the trajectory of each lane
  std::int64_t* point;        ///< [Width] its point, counted from the unit's first
  LaneTree<Width> tree;       ///< of lanes that choose their steps by themselves
  HappeningMemory happening;
  std::int64_t* end_tick;      ///< [scenario][Width] first tick that was not finite; -1: alive
  double* end_time;            ///< [scenario][Width] when that was
  std::int32_t* end_row;       ///< [scenario][Width]
  std::int32_t* regime;        ///< [scenario][Width] the regime of each lane
  std::int32_t* next_action;   ///< [scenario]
  std::int32_t* staged_saves;  ///< [scenario] how many saves are staged
  std::int32_t* next_save;     ///< [scenario] index of the next save time
  std::int32_t* present;       ///< [scenario] which of the two state buffers is the present one

  DOSDE_INLINE_FUNCTION double* state(const KernelData& run, int scenario, int buffer) const {
    return states + (static_cast<std::int64_t>(scenario) * 2 + buffer) * run.row_count * Width;
  }
  DOSDE_INLINE_FUNCTION double* lane_input(const KernelData& run, int scenario) const {
    return lane_inputs + static_cast<std::int64_t>(scenario) * run.lane_slots * Width;
  }
};

/// Hands out parts of a workspace, each starting on a cache line. Without a workspace (nullptr) it only measures.
struct WorkspaceCarver {
  double* workspace = nullptr;
  std::int64_t taken = 0;

  DOSDE_INLINE_FUNCTION double* take_doubles(std::int64_t count) {
    double* part = workspace == nullptr ? nullptr : workspace + taken;
    taken += (count + 7) / 8 * 8;
    return part;
  }
  DOSDE_INLINE_FUNCTION std::int64_t* take_longs(std::int64_t count) {
    return reinterpret_cast<std::int64_t*>(take_doubles(count));
  }
  DOSDE_INLINE_FUNCTION std::int32_t* take_ints(std::int64_t count) {
    return reinterpret_cast<std::int32_t*>(take_doubles((count + 1) / 2));
  }
};

/// Saved variables and observables together.
DOSDE_INLINE_FUNCTION std::int64_t column_count(const KernelData& run) {
  return run.saved_rows.count + run.observable_count;
}

/// Lays out what lanes need that choose their steps by themselves.
template <int Width>
DOSDE_INLINE_FUNCTION LaneTree<Width> carve_lane_tree(const KernelData& run, WorkspaceCarver& carver) {
  const std::int64_t numbers = static_cast<std::int64_t>(run.increment_count) * Width;
  const std::int64_t rows = static_cast<std::int64_t>(run.row_count) * Width;
  const std::int64_t scenarios = run.scenario_count;
  LaneTree<Width> tree{};
  tree.whole = carver.take_doubles(numbers);
  tree.first = carver.take_doubles(numbers);
  tree.second = carver.take_doubles(numbers);
  tree.waiting = carver.take_doubles((run.control.levels + 1) * numbers);
  if (run.piece_count > 0) {
    tree.path = carver.take_doubles(numbers);
    tree.waiting_path = carver.take_doubles((run.control.levels + 1) * numbers);
    tree.clipped = carver.take_doubles(3 * numbers);
  }
  tree.passed = carver.take_doubles(run.control.saves_ahead * rows);
  tree.begin = carver.take_doubles(Width);
  tree.length = carver.take_doubles(Width);
  tree.coarse = carver.take_doubles(rows);
  tree.half = carver.take_doubles(rows);
  tree.refined = carver.take_doubles(rows);
  tree.cell = carver.take_longs(Width);
  tree.place = carver.take_ints(Width);
  tree.depth = carver.take_ints(Width);
  tree.wanted = carver.take_ints(scenarios * Width);
  tree.last_error = carver.take_doubles(scenarios * Width);
  return tree;
}

/// Lays out what lanes need that wait for conditions and jumps.
template <int Width>
DOSDE_INLINE_FUNCTION HappeningMemory carve_happening_memory(const KernelData& run, WorkspaceCarver& carver) {
  const std::int64_t scenarios = run.scenario_count;
  HappeningMemory memory{};
  memory.signals = carver.take_doubles(static_cast<std::int64_t>(run.most_signals) * Width);
  memory.last = carver.take_doubles(scenarios * run.most_signals * Width);
  memory.open = carver.take_ints(scenarios * Width);
  memory.first_regime = carver.take_ints(scenarios);
  memory.state = carver.take_doubles(run.row_count);
  memory.next = carver.take_doubles(run.row_count);
  memory.inputs = carver.take_doubles(run.lane_slots);
  memory.increments = carver.take_doubles(run.increment_count);
  memory.begin = carver.take_doubles(2 * run.source_count);
  memory.end = carver.take_doubles(2 * run.source_count);
  constexpr std::int64_t walk_doubles = sizeof(CellWalk<1>) / sizeof(double);
  memory.walks = reinterpret_cast<CellWalk<1>*>(carver.take_doubles(walk_doubles * run.source_count));
  memory.bounds = carver.take_doubles(run.jump_count);
  return memory;
}

/// Lays a block's memory out.
template <int Width>
DOSDE_INLINE_FUNCTION BlockWorkspace<Width> carve_block_memory(const KernelData& run, WorkspaceCarver& carver) {
  const std::int64_t scenarios = run.scenario_count;
  BlockWorkspace<Width> memory{};
  memory.increments = carver.take_doubles(static_cast<std::int64_t>(run.batch_steps) * run.increment_count * Width);
  memory.pieces = carver.take_doubles(static_cast<std::int64_t>(run.most_pieces) * run.increment_count * Width);
  memory.constants = carver.take_doubles(run.piece_count > 0 || run.has_happenings ? run.constant_slots : 0);
  memory.cells = carver.take_doubles(2 * 4 * Width);
  memory.distinct = carver.take_doubles(Width > 1 ? 4 * most_distinct : 0);
  memory.states = carver.take_doubles(scenarios * 2 * run.row_count * Width);
  memory.lane_inputs = carver.take_doubles(scenarios * run.lane_slots * Width);
  memory.scratch = carver.take_doubles(static_cast<std::int64_t>(run.scratch_slots) * Width);
  memory.checkpoint = carver.take_doubles(static_cast<std::int64_t>(run.row_count) * Width);
  memory.staged = carver.take_doubles(scenarios * run.stage_capacity * column_count(run) * Width);
  memory.clock = carver.take_doubles(run.clock_slots);
  memory.trajectory = reinterpret_cast<std::uint64_t*>(carver.take_longs(Width));
  memory.point = carver.take_longs(Width);
  memory.end_tick = carver.take_longs(scenarios * Width);
  memory.end_time = carver.take_doubles(scenarios * Width);
  if (run.control.is_on) memory.tree = carve_lane_tree<Width>(run, carver);
  if (run.has_happenings) memory.happening = carve_happening_memory<Width>(run, carver);
  memory.end_row = carver.take_ints(scenarios * Width);
  memory.regime = carver.take_ints(scenarios * Width);
  memory.next_action = carver.take_ints(scenarios);
  memory.staged_saves = carver.take_ints(scenarios);
  memory.next_save = carver.take_ints(scenarios);
  memory.present = carver.take_ints(scenarios);
  return memory;
}

/// Doubles that a block needs.
template <int Width>
std::int64_t measure_block_memory(const KernelData& run) {
  WorkspaceCarver carver;
  carve_block_memory<Width>(run, carver);
  return carver.taken;
}

}  // namespace dosde
