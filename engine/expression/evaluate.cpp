#include "engine/expression/evaluate.hpp"

#include "engine/expression/evaluate_block.hpp"
#include "engine/expression/evaluate_lane.hpp"

namespace dosde {

template <int Width>
void evaluate(const ProgramView& program, const LaneBlock& block) {
  evaluate_clock(program, block);
  if constexpr (Width == 1) {
    evaluate_lane(program, block);
  } else {
    static_assert(Width % 16 == 0, "a lane block is a whole number of packs on every target");
    const BlockMemory memory(program, block);
    const Instruction* const end = program.lanes + program.lane_count;
    for (const Instruction* instruction = program.lanes; instruction != end; ++instruction) {
      kBlockKernels<Width>[8 * static_cast<int>(instruction->operation) + instruction->pattern](*instruction, memory);
    }
  }
}

template void evaluate<1>(const ProgramView& program, const LaneBlock& block);
template void evaluate<16>(const ProgramView& program, const LaneBlock& block);
template void evaluate<32>(const ProgramView& program, const LaneBlock& block);
template void evaluate<64>(const ProgramView& program, const LaneBlock& block);
template void evaluate<128>(const ProgramView& program, const LaneBlock& block);

}  // namespace dosde
