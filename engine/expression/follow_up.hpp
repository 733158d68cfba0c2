#pragma once

#include <cstdint>

namespace dosde {

/// What an instruction does with its operation's value v before it leaves it: a second arithmetic operation in the same
/// pass, so that v never goes through memory. Each is one IEEE operation of its own (nothing is contracted).
enum class FollowUp : std::uint8_t {
  none,
  add,             ///< v + d
  subtract,        ///< v - d
  subtract_from,   ///< d - v
  multiply,        ///< v * d
  multiply_fused,  ///< fma(v, d, e)
  add_fused,       ///< fma(d, e, v)
};

/// How many of d and e a follow-up reads.
constexpr int operand_count(FollowUp follow_up) {
  if (follow_up == FollowUp::none) return 0;
  return follow_up < FollowUp::multiply_fused ? 1 : 2;
}

}  // namespace dosde
