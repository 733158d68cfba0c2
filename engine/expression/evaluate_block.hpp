#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "engine/expression/apply_to_lanes.hpp"
#include "engine/expression/block_operand.hpp"
#include "engine/expression/kernel_index.hpp"

/// The loops of the interpreter on the host: one operation over one or more rows of a lane block, in packs. There is
/// one small function for every operation and every choice of which operands are blocks and which uniform values, so
/// that a loop is nothing but loads, the operation and stores, and the interpreter's dispatch is one jump through a
/// table.

namespace dosde {

/// Is it a few machine instructions a pack? Elementary functions and powers are not.
constexpr bool is_brief(Operation operation) {
  return operation < Operation::integer_power || operation >= Operation::abs;
}

/// result[row][lane] = operation(a, b, c) for all rows and lanes. The result may be an operand's own block.
template <int Width, Operation operation, bool IsUniformA, bool IsUniformB, bool IsUniformC>
void run_on_block(const Instruction& instruction, const BlockMemory& memory) {
  RowOperand<IsUniformA> a(memory, instruction.a, Width);
  RowOperand<IsUniformB> b(memory, instruction.b, Width);
  RowOperand<IsUniformC> c(memory, instruction.c, Width);
  double* result = memory.address(instruction.result, Width);
  const int detail = instruction.detail;
  int rows = instruction.rows;
  do {
    const Pack uniform_a = a.uniform_value();
    const Pack uniform_b = b.uniform_value();
    const Pack uniform_c = c.uniform_value();
    visit_packs<Width, is_brief(operation)>([&](int lane) __attribute__((always_inline)) {
      store(result + lane, apply_to_lanes<Pack>(operation, a.at(lane, uniform_a), b.at(lane, uniform_b),
                                                c.at(lane, uniform_c), detail));
    });
    a.advance(Width);
    b.advance(Width);
    c.advance(Width);
    result += Width;
  } while (--rows > 0);
}

/// The values of a forcing table at one time a lane, or at one time a row.
template <int Width, bool IsUniform>
void look_up_block(const Instruction& instruction, const BlockMemory& memory) {
  const TableView& table = memory.tables[instruction.detail];
  const double* const time = memory.address(instruction.a, IsUniform ? 1 : Width);
  double* const result = memory.address(instruction.result, Width);
  for (int index = 0; index < instruction.rows * Width; ++index) {
    result[index] = look_up(table, time[IsUniform ? index / Width : index]);
  }
}

/// The kernel of an operation and a pattern at index 8*operation + pattern. Patterns that differ in unused operands
/// only share it.
template <int Width, int index>
constexpr BlockKernel block_kernel() {
  constexpr auto operation = static_cast<Operation>(index / 8);
  constexpr bool is_uniform_a = (index & 1) != 0;
  if constexpr (operation == Operation::lookup) {
    return &look_up_block<Width, is_uniform_a>;
  } else {
    constexpr bool is_uniform_b = operand_count(operation) < 2 ? is_uniform_a : (index & 2) != 0;
    constexpr bool is_uniform_c = operand_count(operation) < 3 ? is_uniform_a : (index & 4) != 0;
    return &run_on_block<Width, operation, is_uniform_a, is_uniform_b, is_uniform_c>;
  }
}

template <int Width, int... index>
constexpr std::array<BlockKernel, sizeof...(index)> make_block_kernels(std::integer_sequence<int, index...>) {
  return {block_kernel<Width, index>()...};
}

template <int Width>
inline constexpr auto kBlockKernels = make_block_kernels<Width>(std::make_integer_sequence<int, kOperationKernels>());

}  // namespace dosde
