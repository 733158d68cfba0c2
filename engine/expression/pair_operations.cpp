#include "engine/expression/schedule.hpp"

namespace dosde {
namespace {

/// The operation that a subexpression is as the inner half of a pair; a square is a product.
Operation inner_operation_of(const Expression& expression) {
  const bool is_square = expression.operation() == Operation::integer_power && expression.exponent() == 2;
  return is_square ? Operation::multiply : expression.operation();
}

/// What an operation is to its operand at that position.
FollowUp follow_up_of(Operation operation, std::size_t position) {
  switch (operation) {
    case Operation::add:
      return FollowUp::add;
    case Operation::subtract:
      return position == 0 ? FollowUp::subtract : FollowUp::subtract_from;
    case Operation::multiply:
      return FollowUp::multiply;
    case Operation::fused_multiply_add:
      return position == 2 ? FollowUp::add_fused : FollowUp::multiply_fused;
    default:
      return FollowUp::none;
  }
}

/// How often each value is read; to be an output counts as well.
std::vector<int> count_readers(const Subexpressions& subexpressions) {
  std::vector<int> readers(subexpressions.nodes.size(), 0);
  for (const Subexpression& node : subexpressions.nodes) {
    for (const int operand : node.operands) ++readers[static_cast<std::size_t>(operand)];
  }
  for (const int output : subexpressions.outputs) ++readers[static_cast<std::size_t>(output)];
  return readers;
}

}  // namespace

void pair_operations(Subexpressions& subexpressions) {
  const std::vector<int> readers = count_readers(subexpressions);
  for (Subexpression& node : subexpressions.nodes) {
    if (!node.is_lane_work()) continue;
    for (std::size_t position = 0; position < node.operands.size(); ++position) {
      const int inner = node.operands[position];
      const Subexpression& operand = subexpressions.nodes[static_cast<std::size_t>(inner)];
      const FollowUp follow_up = follow_up_of(node.expression.operation(), position);
      const bool is_pair = follow_up != FollowUp::none && operand.is_lane_work() && operand.inner < 0 &&
                           readers[static_cast<std::size_t>(inner)] == 1 &&
                           is_pair_operation(inner_operation_of(operand.expression));
      if (!is_pair) continue;
      std::vector<int> operands = operand.operands;
      if (operand.expression.operation() == Operation::integer_power) operands.push_back(operands[0]);
      for (std::size_t other = 0; other < node.operands.size(); ++other) {
        if (other != position) operands.push_back(node.operands[other]);
      }
      node.inner = inner;
      node.follow_up = follow_up;
      node.operands = std::move(operands);
      break;
    }
  }
}

}  // namespace dosde
