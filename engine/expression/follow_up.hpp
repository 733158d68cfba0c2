#pragma once

#include <cstdint>

namespace dosde {

/// What an instruction does with its operation's value v before it leaves it: one or two arithmetic operations more in
/// the same pass, so that v never goes through memory. Each is an IEEE operation of its own (nothing is contracted).
enum class FollowUp : std::uint8_t {
  none,
  add,             ///< v + d
  subtract,        ///< v - d
  subtract_from,   ///< d - v
  multiply,        ///< v * d
  multiply_fused,  ///< fma(v, d, e)
  add_fused,       ///< fma(d, e, v)
  // two operations, each with its own rounding
  multiply_add,            ///< v * d + e
  multiply_subtract,       ///< v * d - e
  multiply_subtract_from,  ///< e - v * d
  multiply_multiply,       ///< (v * d) * e
  add_multiply,            ///< (v + d) * e
  subtract_multiply,       ///< (v - d) * e
  subtract_from_multiply,  ///< (d - v) * e
  add_product,             ///< v + d * e
  subtract_product,        ///< v - d * e
  subtract_from_product,   ///< d * e - v
};

inline constexpr int kFollowUps = static_cast<int>(FollowUp::subtract_from_product);  ///< how many, `none` left out

/// How many of d and e a follow-up reads.
constexpr int operand_count(FollowUp follow_up) {
  if (follow_up == FollowUp::none) return 0;
  return follow_up < FollowUp::multiply_fused ? 1 : 2;
}

/// Does it read d and e in their product only, so that they commute?
constexpr bool has_product_of_operands(FollowUp follow_up) {
  return follow_up == FollowUp::add_fused || follow_up >= FollowUp::add_product;
}

/// The follow-up that is one of a single operand, then another, or `none`.
constexpr FollowUp follow_up_of_both(FollowUp first, FollowUp second) {
  if (first == FollowUp::multiply) {
    if (second == FollowUp::add) return FollowUp::multiply_add;
    if (second == FollowUp::subtract) return FollowUp::multiply_subtract;
    if (second == FollowUp::subtract_from) return FollowUp::multiply_subtract_from;
    if (second == FollowUp::multiply) return FollowUp::multiply_multiply;
  } else if (second == FollowUp::multiply) {
    if (first == FollowUp::add) return FollowUp::add_multiply;
    if (first == FollowUp::subtract) return FollowUp::subtract_multiply;
    if (first == FollowUp::subtract_from) return FollowUp::subtract_from_multiply;
  }
  return FollowUp::none;
}

/// The follow-up by the product of two operands, of one by a single operand, or `none`.
constexpr FollowUp follow_up_by_product(FollowUp single) {
  if (single == FollowUp::add) return FollowUp::add_product;
  if (single == FollowUp::subtract) return FollowUp::subtract_product;
  return single == FollowUp::subtract_from ? FollowUp::subtract_from_product : FollowUp::none;
}

}  // namespace dosde
