#include "engine/expression/evaluate.hpp"

#include <algorithm>
#include <array>

#include "engine/expression/evaluate_block.hpp"
#include "engine/expression/evaluate_pair.hpp"

namespace dosde {
namespace {

/// Every loop of the interpreter, by Instruction::kernel.
template <int Width>
constexpr auto all_kernels() {
  std::array<BlockKernel, kOperationKernels + kPairKernels> all{};
  const auto end = std::copy(kBlockKernels<Width>.begin(), kBlockKernels<Width>.end(), all.begin());
  std::copy(kPairKernelTable.begin(), kPairKernelTable.end(), end);
  return all;
}

template <int Width>
constexpr auto kKernels = all_kernels<Width>();

}  // namespace

template <int Width>
void evaluate_on_host(const ProgramView& program, const LaneBlock& block) {
  static_assert(Width % 16 == 0, "a lane block is a whole number of packs on every target");
  evaluate_clock(program, block);
  const BlockMemory memory(program, block, Width);
  const Instruction* const end = program.lanes + program.lane_count;
  for (const Instruction* instruction = program.lanes; instruction != end; ++instruction) {
    kKernels<Width>[instruction->kernel](*instruction, memory);
  }
}

template void evaluate_on_host<16>(const ProgramView& program, const LaneBlock& block);
template void evaluate_on_host<32>(const ProgramView& program, const LaneBlock& block);
template void evaluate_on_host<64>(const ProgramView& program, const LaneBlock& block);
template void evaluate_on_host<128>(const ProgramView& program, const LaneBlock& block);

}  // namespace dosde
