#include "engine/expression/evaluate.hpp"

#include "engine/expression/evaluate_block.hpp"

namespace dosde {

template <int Width>
void evaluate_on_host(const ProgramView& program, const LaneBlock& block) {
  static_assert(Width % 16 == 0, "a lane block is a whole number of packs on every target");
  evaluate_clock(program, block);
  const BlockMemory memory(program, block);
  const Instruction* const end = program.lanes + program.lane_count;
  for (const Instruction* instruction = program.lanes; instruction != end; ++instruction) {
    kBlockKernels<Width>[8 * static_cast<int>(instruction->operation) + instruction->pattern](*instruction, memory);
  }
}

template void evaluate_on_host<16>(const ProgramView& program, const LaneBlock& block);
template void evaluate_on_host<32>(const ProgramView& program, const LaneBlock& block);
template void evaluate_on_host<64>(const ProgramView& program, const LaneBlock& block);
template void evaluate_on_host<128>(const ProgramView& program, const LaneBlock& block);

}  // namespace dosde
