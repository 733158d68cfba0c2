#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/expression/apply.hpp"
#include "engine/expression/program.hpp"

namespace dosde {

std::vector<double> bind_constants(const Program& program, const std::vector<double>& uniform_inputs,
                                   const std::vector<Table>& tables) {
  const std::size_t slots = uniform_inputs.size() + program.literals.size() + program.once.size();
  if (slots != static_cast<std::size_t>(program.constant_slots)) {
    throw Error(ErrorKind::internal, "a program was bound to another number of uniform inputs than its layout has");
  }
  std::vector<double> values(slots);
  std::copy(program.literals.begin(), program.literals.end(),
            std::copy(uniform_inputs.begin(), uniform_inputs.end(), values.begin()));
  const auto value = [&](Operand operand) { return values[static_cast<std::size_t>(operand.slot)]; };
  for (const Instruction& instruction : program.once) {
    values[static_cast<std::size_t>(instruction.result.slot)] =
        instruction.operation == Operation::lookup
            ? look_up(view_of(tables.at(static_cast<std::size_t>(instruction.detail))), value(instruction.a))
            : apply_operation(instruction.operation, value(instruction.a), value(instruction.b), value(instruction.c),
                              instruction.detail);
  }
  return values;
}

}  // namespace dosde
