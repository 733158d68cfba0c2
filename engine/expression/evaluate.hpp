#pragma once

#include "engine/expression/program.hpp"

namespace dosde {

/// The memory of one lane block: for a lane segment, slot s of lane l is at pointer[s*Width + l]. Host pointers are
/// aligned to 64 bytes.
struct LaneBlock {
  const double* state = nullptr;
  double* next_state = nullptr;
  const double* increment = nullptr;
  const double* lane_input = nullptr;
  double* scratch = nullptr;
  double* clock = nullptr;  ///< clock[0] is the time, set by the caller before each evaluation
};

/// Runs a program over a block of `Width` lanes: first the clock list, then every instruction over rows*Width values.
/// Widths: 1 (a lane a thread, on a device and in replays), 16, 32, 64, 128 (host). Allocates nothing. The bits do not
/// depend on Width.
template <int Width>
DOSDE_FUNCTION void evaluate(const ProgramView& program, const LaneBlock& block);

}  // namespace dosde

// On the host every width is compiled once, in evaluate.cpp; a device compiler needs the body of width 1 wherever a
// kernel is.
#if defined(__CUDACC__) || defined(__HIPCC__)
#include "engine/expression/evaluate_lane.hpp"
namespace dosde {
template <>
DOSDE_INLINE_FUNCTION void evaluate<1>(const ProgramView& program, const LaneBlock& block) {
  evaluate_clock(program, block);
  evaluate_lane(program, block);
}
}  // namespace dosde
#else
namespace dosde {
extern template void evaluate<1>(const ProgramView& program, const LaneBlock& block);
extern template void evaluate<16>(const ProgramView& program, const LaneBlock& block);
extern template void evaluate<32>(const ProgramView& program, const LaneBlock& block);
extern template void evaluate<64>(const ProgramView& program, const LaneBlock& block);
extern template void evaluate<128>(const ProgramView& program, const LaneBlock& block);
}  // namespace dosde
#endif
