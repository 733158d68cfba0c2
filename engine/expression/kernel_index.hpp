#pragma once

#include "engine/expression/follow_up.hpp"
#include "engine/expression/operation.hpp"

/// The numbers of the host interpreter's loops (Instruction::kernel): one for an operation and a pattern of uniform
/// operands, then one for a pair of operations and their patterns. A pattern has bit 0 set where the first operand is
/// uniform, bit 1 for the second, bit 2 for the third.

namespace dosde {

/// How many operands an operation reads as an instruction.
constexpr int operand_count(Operation operation) {
  switch (operation) {
    case Operation::fused_multiply_add:
    case Operation::where:
      return 3;
    case Operation::add:
    case Operation::subtract:
    case Operation::multiply:
    case Operation::divide:
    case Operation::power:
    case Operation::atan2:
    case Operation::minimum:
    case Operation::maximum:
    case Operation::less:
    case Operation::less_equal:
    case Operation::equal:
    case Operation::not_equal:
    case Operation::logical_and:
    case Operation::logical_or:
      return 2;
    default:
      return 1;
  }
}

inline constexpr int kOperationKernels = 8 * (static_cast<int>(Operation::copy) + 1);

constexpr int kernel_index(Operation operation, int pattern) { return 8 * static_cast<int>(operation) + pattern; }

/// The operations that may have a follow-up; of powers the square.
inline constexpr Operation kPairOperations[] = {Operation::add, Operation::subtract, Operation::multiply,
                                                Operation::fused_multiply_add, Operation::integer_power};
inline constexpr int kPairKernels = 5 * 8 * kFollowUps * 4;

/// `first` is an index into kPairOperations.
constexpr int pair_kernel_index(int first, int pattern, FollowUp follow_up, int follow_up_pattern) {
  return kOperationKernels + ((first * 8 + pattern) * kFollowUps + static_cast<int>(follow_up) - 1) * 4 +
         follow_up_pattern;
}

}  // namespace dosde
