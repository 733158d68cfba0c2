#pragma once

#include "engine/core/device.hpp"
#include "engine/expression/follow_up.hpp"
#include "engine/expression/operation.hpp"

// A device compiler needs the body wherever a kernel is; on the host it is compiled once, in apply.cpp.
#if defined(__CUDACC__) || defined(__HIPCC__)
#include "engine/expression/apply_to_lanes.hpp"
#endif

namespace dosde {

/// One operation on one lane: the scalar twin of what `evaluate` does to whole blocks, with the same bits (a NaN is a
/// NaN, whichever). Unused operands are ignored; `detail` is the exponent of an integer power. Not for leaves
/// (constant, symbol) and `lookup`, which need more than values: NaN.
#if defined(__CUDACC__) || defined(__HIPCC__)
DOSDE_INLINE_FUNCTION double apply_operation(Operation operation, double a, double b, double c, int detail) {
  return apply_to_lanes(operation, a, b, c, detail);
}
DOSDE_INLINE_FUNCTION double apply_second(FollowUp follow_up, double value, double d, double e) {
  return apply_follow_up(follow_up, value, d, e);
}
#else
double apply_operation(Operation operation, double a, double b, double c, int detail);
/// An instruction's follow-up on its operation's value; the value itself where there is none.
double apply_second(FollowUp follow_up, double value, double d, double e);
#endif

}  // namespace dosde
