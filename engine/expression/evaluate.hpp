#pragma once

#include "engine/expression/evaluate_lane.hpp"
#include "engine/expression/lane_block.hpp"
#include "engine/expression/program.hpp"

namespace dosde {

/// The host's interpreter for blocks of 16, 32, 64 and 128 lanes; compiled once, a file a width
/// (evaluate_on_host.hpp).
template <int Width>
void evaluate_on_host(const ProgramView& program, const LaneBlock& block);

extern template void evaluate_on_host<16>(const ProgramView& program, const LaneBlock& block);
extern template void evaluate_on_host<32>(const ProgramView& program, const LaneBlock& block);
extern template void evaluate_on_host<64>(const ProgramView& program, const LaneBlock& block);
extern template void evaluate_on_host<128>(const ProgramView& program, const LaneBlock& block);

/// Runs a program over a block of `Width` lanes: first the clock list, then every instruction over rows*Width values.
/// Widths: 1 (a lane a thread, on a device and in replays), 16, 32, 64, 128 (host). Allocates nothing. The bits do not
/// depend on Width.
template <int Width>
DOSDE_INLINE_FUNCTION void evaluate(const ProgramView& program, const LaneBlock& block) {
  if constexpr (Width == 1) {
    evaluate_clock(program, block);
    evaluate_lane(program, block);
  } else {
#if !defined(__CUDA_ARCH__) && !defined(__HIP_DEVICE_COMPILE__)
    evaluate_on_host<Width>(program, block);
#endif
  }
}

}  // namespace dosde
