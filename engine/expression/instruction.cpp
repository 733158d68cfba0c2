#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/expression/kernel_index.hpp"
#include "engine/expression/program.hpp"

namespace dosde {
namespace {

int pattern_of(Operand first, Operand second, Operand third) {
  return is_uniform(first.segment) + 2 * is_uniform(second.segment) + 4 * is_uniform(third.segment);
}

/// Of two operands that commute a uniform one stands second, so that there are fewer patterns.
void put_uniform_second(Operand& first, Operand& second) {
  if (is_uniform(first.segment) && !is_uniform(second.segment)) std::swap(first, second);
}

}  // namespace

Instruction make_instruction(Operation operation, Operand result, const std::vector<Operand>& operands,
                             std::int32_t detail) {
  Instruction instruction;
  instruction.operation = operation;
  instruction.result = result;
  instruction.a = operands[0];
  instruction.b = operands.size() > 1 ? operands[1] : instruction.a;
  instruction.c = operands.size() > 2 ? operands[2] : instruction.a;
  instruction.d = instruction.e = instruction.a;
  instruction.detail = detail;
  instruction.kernel =
      static_cast<std::uint16_t>(kernel_index(operation, pattern_of(instruction.a, instruction.b, instruction.c)));
  return instruction;
}

bool is_pair_operation(Operation operation) {
  return std::find(std::begin(kPairOperations), std::end(kPairOperations), operation) != std::end(kPairOperations);
}

Instruction make_pair(Operation operation, const std::vector<Operand>& operands, FollowUp follow_up,
                      const std::vector<Operand>& follow_up_operands, Operand result) {
  std::vector<Operand> first_operands = operands;
  if (operand_count(operation) > 1 && operation != Operation::subtract)
    put_uniform_second(first_operands[0], first_operands[1]);
  const int detail = operation == Operation::integer_power ? 2 : 0;
  Instruction instruction = make_instruction(operation, result, first_operands, detail);
  instruction.follow_up = follow_up;
  instruction.d = follow_up_operands[0];
  instruction.e = follow_up_operands.back();
  if (has_product_of_operands(follow_up)) put_uniform_second(instruction.d, instruction.e);
  const auto first = std::find(std::begin(kPairOperations), std::end(kPairOperations), operation);
  instruction.kernel = static_cast<std::uint16_t>(pair_kernel_index(
      static_cast<int>(first - std::begin(kPairOperations)), pattern_of(instruction.a, instruction.b, instruction.c),
      follow_up, pattern_of(instruction.d, instruction.e, {Segment::state, 0})));
  return instruction;
}

}  // namespace dosde
