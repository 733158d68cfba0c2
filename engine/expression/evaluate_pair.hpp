#pragma once

#include <array>
#include <utility>

#include "engine/expression/apply_to_lanes.hpp"
#include "engine/expression/block_operand.hpp"
#include "engine/expression/kernel_index.hpp"

/// The interpreter's loops for an operation and its follow-up at once on the host.

namespace dosde {

/// result[row][lane] = follow_up(operation(a, b, c), d, e) for all rows and lanes. The result may be an operand's own
/// block.
template <int Width, Operation operation, int pattern, FollowUp follow_up, int follow_up_pattern>
void run_pair_on_block(const Instruction& instruction, const BlockMemory& memory) {
  RowOperand<(pattern & 1) != 0> a(memory, instruction.a, Width);
  RowOperand<(pattern & 2) != 0> b(memory, instruction.b, Width);
  RowOperand<(pattern & 4) != 0> c(memory, instruction.c, Width);
  RowOperand<(follow_up_pattern & 1) != 0> d(memory, instruction.d, Width);
  RowOperand<(follow_up_pattern & 2) != 0> e(memory, instruction.e, Width);
  double* result = memory.address(instruction.result, Width);
  int rows = instruction.rows;
  do {
    const Pack uniform_a = a.uniform_value();
    const Pack uniform_b = b.uniform_value();
    const Pack uniform_c = c.uniform_value();
    const Pack uniform_d = d.uniform_value();
    const Pack uniform_e = e.uniform_value();
    visit_packs<Width, true>([&](int lane) __attribute__((always_inline)) {
      const Pack value =
          apply_to_lanes<Pack>(operation, a.at(lane, uniform_a), b.at(lane, uniform_b), c.at(lane, uniform_c), 2);
      store(result + lane, apply_follow_up<Pack>(follow_up, value, d.at(lane, uniform_d), e.at(lane, uniform_e)));
    });
    a.advance(Width);
    b.advance(Width);
    c.advance(Width);
    d.advance(Width);
    e.advance(Width);
    result += Width;
  } while (--rows > 0);
}

/// Is this the pattern that make_pair leaves: unused operands repeat one that is used, and of two operands that commute
/// a uniform one stands second?
constexpr bool is_offered_pair(Operation operation, int pattern, FollowUp follow_up, int follow_up_pattern) {
  const bool a = (pattern & 1) != 0, b = (pattern & 2) != 0, c = (pattern & 4) != 0;
  const bool d = (follow_up_pattern & 1) != 0, e = (follow_up_pattern & 2) != 0;
  if (operand_count(operation) == 1 && (a || b || c)) return false;
  if (operand_count(operation) == 2 && ((a && b) || a != c)) return false;
  if (operation != Operation::subtract && a && !b) return false;
  if (a && b && c) return false;
  if (operand_count(follow_up) == 1) return d == e;
  return !has_product_of_operands(follow_up) || !(d && !e);
}

template <int Width, int index>
constexpr BlockKernel pair_kernel() {
  constexpr int follow_up_pattern = index % 4;
  constexpr auto follow_up = static_cast<FollowUp>(index / 4 % kFollowUps + 1);
  constexpr int pattern = index / (4 * kFollowUps) % 8;
  constexpr Operation operation = kPairOperations[index / (32 * kFollowUps)];
  if constexpr (is_offered_pair(operation, pattern, follow_up, follow_up_pattern)) {
    return &run_pair_on_block<Width, operation, pattern, follow_up, follow_up_pattern>;
  } else {
    return nullptr;
  }
}

template <int Width, int... index>
constexpr std::array<BlockKernel, sizeof...(index)> make_pair_kernels(std::integer_sequence<int, index...>) {
  return {pair_kernel<Width, index>()...};
}

template <int Width>
inline constexpr auto kPairKernelTable = make_pair_kernels<Width>(std::make_integer_sequence<int, kPairKernels>());

}  // namespace dosde
