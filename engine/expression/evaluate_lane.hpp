#pragma once

#include "engine/expression/apply.hpp"
#include "engine/expression/lane_block.hpp"
#include "engine/expression/program.hpp"

/// The interpreter for one lane, on host and device, and for uniform values: plain, one operation at a time.

namespace dosde {

/// Where the values of a segment start.
DOSDE_INLINE_FUNCTION const double *segment_start(const ProgramView &program, const LaneBlock &block, Segment segment) {
  switch (segment) {
    case Segment::state:
      return block.state;
    case Segment::next_state:
      return block.next_state;
    case Segment::increment:
      return block.increment;
    case Segment::lane_input:
      return block.lane_input;
    case Segment::scratch:
      return block.scratch;
    case Segment::constant:
      return program.constants;
    case Segment::clock:
      return block.clock;
  }
  return nullptr;
}

/// Where an instruction leaves its values.
DOSDE_INLINE_FUNCTION double *result_start(const LaneBlock &block, Segment segment) {
  if (segment == Segment::next_state) return block.next_state;
  return segment == Segment::clock ? block.clock : block.scratch;
}

DOSDE_INLINE_FUNCTION void run_on_one_lane(const ProgramView &program, const LaneBlock &block,
                                           const Instruction &instruction) {
  const double *const a = segment_start(program, block, instruction.a.segment) + instruction.a.slot;
  const double *const b = segment_start(program, block, instruction.b.segment) + instruction.b.slot;
  const double *const c = segment_start(program, block, instruction.c.segment) + instruction.c.slot;
  const double *const d = segment_start(program, block, instruction.d.segment) + instruction.d.slot;
  const double *const e = segment_start(program, block, instruction.e.segment) + instruction.e.slot;
  double *const result = result_start(block, instruction.result.segment) + instruction.result.slot;
  for (int row = 0; row < instruction.rows; ++row) {
    const double value = instruction.operation == Operation::lookup
                             ? look_up(program.tables[instruction.detail], a[row])
                             : apply_operation(instruction.operation, a[row], b[row], c[row], instruction.detail);
    result[row] = apply_second(instruction.follow_up, value, d[row], e[row]);
  }
}

/// The clock list: uniform values that depend on the time.
DOSDE_INLINE_FUNCTION void evaluate_clock(const ProgramView &program, const LaneBlock &block) {
  for (int index = 0; index < program.clock_count; ++index) run_on_one_lane(program, block, program.clock[index]);
}

/// Did the lane list leave NaN in a watched slot of a lane that had none there? (A trajectory that has diverged asks
/// for nothing.)
template <int Width>
DOSDE_INLINE_FUNCTION bool needs_further(const ProgramView &program, const LaneBlock &block) {
  int count = 0;
  for (int index = 0; index < program.watched_count; ++index) {
    const double *const before = block.state + static_cast<std::int64_t>(program.watched[index]) * Width;
    const double *const after = block.next_state + static_cast<std::int64_t>(program.watched[index]) * Width;
    for (int lane = 0; lane < Width; ++lane)
      count += static_cast<int>(after[lane] != after[lane]) & static_cast<int>(before[lane] == before[lane]);
  }
  return count > 0;
}

/// The lane list for a block of one lane.
DOSDE_INLINE_FUNCTION void evaluate_lane(const ProgramView &program, const LaneBlock &block) {
  for (int index = 0; index < program.lane_count; ++index) run_on_one_lane(program, block, program.lanes[index]);
  if (!needs_further<1>(program, block)) return;
  for (int index = 0; index < program.further_count; ++index) run_on_one_lane(program, block, program.further[index]);
}

}  // namespace dosde
