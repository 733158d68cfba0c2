#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "engine/expression/apply_to_lanes.hpp"
#include "engine/expression/lane_block.hpp"
#include "engine/expression/program.hpp"

/// The loops of the interpreter on the host: one operation over one or more rows of a lane block, in packs. There is
/// one small function for every operation and every choice of which operands are blocks and which uniform values, so
/// that a loop is nothing but loads, the operation and stores, and the interpreter's dispatch is one jump through a
/// table.

namespace dosde {

/// How many operands an instruction reads.
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

/// Where the segments of one evaluation start, to be indexed by segment, and the tables.
struct BlockMemory {
  double* start[7];  ///< written through for results only
  const TableView* tables;

  BlockMemory(const ProgramView& program, const LaneBlock& block)
      : start{const_cast<double*>(block.state),
              block.next_state,
              const_cast<double*>(block.increment),
              const_cast<double*>(block.lane_input),
              block.scratch,
              const_cast<double*>(program.constants),
              block.clock},
        tables(program.tables) {}

  /// The first value of an operand whose slots are `stride` values apart.
  [[nodiscard]] double* address(Operand operand, std::ptrdiff_t stride) const {
    return start[static_cast<int>(operand.segment)] + operand.slot * stride;
  }
};

/// An operand's rows: blocks of packs, or one value a row that stands for every lane.
template <int Width, bool IsUniform>
class RowOperand {
 public:
  RowOperand(const BlockMemory& memory, Operand operand) : row_(memory.address(operand, kStride)) {}
  /// The row's value where it is uniform, to be read once a row.
  [[nodiscard]] Pack uniform_value() const { return IsUniform ? broadcast<Pack>(*row_) : Pack{}; }
  [[nodiscard]] Pack at(int lane, Pack uniform_value) const { return IsUniform ? uniform_value : load(row_ + lane); }
  void advance() { row_ += kStride; }

 private:
  static constexpr std::ptrdiff_t kStride = IsUniform ? 1 : Width;
  const double* row_;
};

/// result[row][lane] = operation(a, b, c) for all rows and lanes. The result may be an operand's own block.
template <int Width, Operation operation, bool IsUniformA, bool IsUniformB, bool IsUniformC>
void run_on_block(const Instruction& instruction, const BlockMemory& memory) {
  RowOperand<Width, IsUniformA> a(memory, instruction.a);
  RowOperand<Width, IsUniformB> b(memory, instruction.b);
  RowOperand<Width, IsUniformC> c(memory, instruction.c);
  double* result = memory.address(instruction.result, Width);
  const int detail = instruction.detail;
  int rows = instruction.rows;
  do {
    const Pack uniform_a = a.uniform_value();
    const Pack uniform_b = b.uniform_value();
    const Pack uniform_c = c.uniform_value();
    for (int lane = 0; lane < Width; lane += kPackLanes) {
      store(result + lane, apply_to_lanes<Pack>(operation, a.at(lane, uniform_a), b.at(lane, uniform_b),
                                                c.at(lane, uniform_c), detail));
    }
    a.advance();
    b.advance();
    c.advance();
    result += Width;
  } while (--rows > 0);
}

/// result[row][lane] = fma(a, b, fma(c, d, e)): what most rows of a step are.
template <int Width, int pattern>
void fma_twice_on_block(const Instruction& instruction, const BlockMemory& memory) {
  RowOperand<Width, (pattern & 1) != 0> a(memory, instruction.a);
  RowOperand<Width, (pattern & 2) != 0> b(memory, instruction.b);
  RowOperand<Width, (pattern & 4) != 0> c(memory, instruction.c);
  RowOperand<Width, (pattern & 8) != 0> d(memory, instruction.d);
  RowOperand<Width, (pattern & 16) != 0> e(memory, instruction.e);
  double* result = memory.address(instruction.result, Width);
  int rows = instruction.rows;
  do {
    const Pack uniform_a = a.uniform_value();
    const Pack uniform_b = b.uniform_value();
    const Pack uniform_c = c.uniform_value();
    const Pack uniform_d = d.uniform_value();
    const Pack uniform_e = e.uniform_value();
    for (int lane = 0; lane < Width; lane += kPackLanes) {
      const Pack inner = lane_fma(c.at(lane, uniform_c), d.at(lane, uniform_d), e.at(lane, uniform_e));
      store(result + lane, lane_fma(a.at(lane, uniform_a), b.at(lane, uniform_b), inner));
    }
    a.advance();
    b.advance();
    c.advance();
    d.advance();
    e.advance();
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

using BlockKernel = void (*)(const Instruction& instruction, const BlockMemory& memory);

/// The kernel of an operation and a pattern (Instruction::pattern), at index 8*operation + pattern; the last operation
/// has five operands and 32 patterns. Patterns that differ in unused operands only share it.
template <int Width, int index>
constexpr BlockKernel block_kernel() {
  constexpr int last = 8 * static_cast<int>(Operation::fused_multiply_add_twice);
  constexpr auto operation = static_cast<Operation>((index < last ? index : last) / 8);
  constexpr bool is_uniform_a = (index & 1) != 0;
  if constexpr (operation == Operation::fused_multiply_add_twice) {
    return &fma_twice_on_block<Width, index - last>;
  } else if constexpr (operation == Operation::lookup) {
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
inline constexpr auto kBlockKernels =
    make_block_kernels<Width>(std::make_integer_sequence<int, 8 * static_cast<int>(Operation::fused_multiply_add_twice) + 32>());

}  // namespace dosde
