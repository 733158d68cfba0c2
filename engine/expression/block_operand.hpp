#pragma once

#include <cstddef>
#include <utility>

#include "engine/expression/elementary/pack.hpp"
#include "engine/expression/lane_block.hpp"
#include "engine/expression/program.hpp"

namespace dosde {

/// Where the segments of one evaluation start, to be indexed by segment; the tables.
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
template <bool IsUniform>
class RowOperand {
 public:
  RowOperand(const BlockMemory& memory, Operand operand, int width) : row_(memory.address(operand, stride(width))) {}
  /// The row's value where it is uniform, to be read once a row.
  [[nodiscard]] Pack uniform_value() const { return IsUniform ? broadcast<Pack>(*row_) : Pack{}; }
  [[nodiscard]] Pack at(int lane, Pack uniform_value) const { return IsUniform ? uniform_value : load(row_ + lane); }
  void advance(int width) { row_ += stride(width); }

 private:
  static constexpr std::ptrdiff_t stride(int width) { return IsUniform ? 1 : width; }
  const double* row_;
};

/// Calls `visit` with the first lanes of these packs.
template <class Visit, int... pack>
[[gnu::always_inline]] inline void visit_in_line(const Visit& visit, std::integer_sequence<int, pack...>) {
  (visit(pack * kPackLanes), ...);
}

/// Calls `visit` with the first lane of every pack of a block; what is brief, in a line and without a branch. (Where
/// many loops take turns, each with as many turns as the others, a processor foretells the last turn badly: with 32 of
/// them an instruction over 16 packs took 1.4 times as long on an AMD EPYC.)
template <int Width, bool is_brief, class Visit>
[[gnu::always_inline]] inline void visit_packs(const Visit& visit) {
  if constexpr (is_brief && kPackLanes > 1) {
    visit_in_line(visit, std::make_integer_sequence<int, Width / kPackLanes>());
  } else {
    for (int lane = 0; lane < Width; lane += kPackLanes) visit(lane);
  }
}

using BlockKernel = void (*)(const Instruction& instruction, const BlockMemory& memory);

}  // namespace dosde
