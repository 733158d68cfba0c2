#pragma once

#include "engine/expression/evaluate_lane.hpp"

namespace dosde {

/// A program with another value of its first uniform input (of a run's programs: the step): `constants`, of
/// constant_count slots, become what bind_constants would have made of it. The same bits, in a kernel.
DOSDE_INLINE_FUNCTION ProgramView rebind_first_input(const ProgramView& program, double value, double* constants) {
  for (int slot = 0; slot < program.constant_count; ++slot) constants[slot] = program.constants[slot];
  constants[0] = value;
  for (int index = 0; index < program.once_count; ++index) {
    const Instruction& instruction = program.once[index];
    const double a = constants[instruction.a.slot];
    constants[instruction.result.slot] = instruction.operation == Operation::lookup
                                             ? look_up(program.tables[instruction.detail], a)
                                             : apply_operation(instruction.operation, a, constants[instruction.b.slot],
                                                               constants[instruction.c.slot], instruction.detail);
  }
  ProgramView bound = program;
  bound.constants = constants;
  return bound;
}

}  // namespace dosde
