#pragma once

#include "engine/expression/program.hpp"

namespace dosde {

/// The memory of one lane block: for a lane segment, slot s of lane l is at pointer[s*Width + l]. Host pointers are aligned to 64 bytes.
struct LaneBlock {
  const double* state = nullptr;
  double* next_state = nullptr;
  const double* increment = nullptr;
  const double* lane_input = nullptr;
  double* scratch = nullptr;
  double* clock = nullptr;  ///< clock[0] is the time, set by the caller before each evaluation
};

/// Runs a program over a block of `Width` lanes: first the clock list, then every instruction over rows*Width values.
/// Widths: 1 (a lane a thread, on a device and in replays), 16, 32, 64, 128 (host). Allocates nothing. The bits do not depend on Width.
template <int Width>
DOSDE_FUNCTION void evaluate(const ProgramView& program, const LaneBlock& block);

}  // namespace dosde
