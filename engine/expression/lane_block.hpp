#pragma once

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

}  // namespace dosde
