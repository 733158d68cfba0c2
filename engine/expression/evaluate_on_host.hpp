#pragma once

#include <algorithm>
#include <array>

#include "engine/expression/evaluate.hpp"
#include "engine/expression/evaluate_block.hpp"
#include "engine/expression/evaluate_pair.hpp"

/// The host's interpreter of one width. Its loops are many, so each width is compiled in a file of its own.

namespace dosde {

/// Every loop of the interpreter, by Instruction::kernel.
template <int Width>
constexpr auto all_kernels() {
  std::array<BlockKernel, kOperationKernels + kPairKernels> all{};
  const auto end = std::copy(kBlockKernels<Width>.begin(), kBlockKernels<Width>.end(), all.begin());
  std::copy(kPairKernelTable<Width>.begin(), kPairKernelTable<Width>.end(), end);
  return all;
}

template <int Width>
inline constexpr auto kKernels = all_kernels<Width>();

template <int Width>
void evaluate_on_host(const ProgramView& program, const LaneBlock& block) {
  static_assert(Width % 16 == 0, "a lane block is a whole number of packs on every target");
  evaluate_clock(program, block);
  const BlockMemory memory(program, block);
  const auto run = [&](const Instruction* first, std::int32_t count) {
    for (const Instruction* instruction = first; instruction != first + count; ++instruction)
      kKernels<Width>[instruction->kernel](*instruction, memory);
  };
  run(program.lanes, program.lane_count);
  if (program.watched_count > 0 && needs_further<Width>(program, block)) run(program.further, program.further_count);
}

}  // namespace dosde
