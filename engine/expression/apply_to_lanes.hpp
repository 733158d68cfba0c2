#pragma once

#include "engine/expression/elementary/inverse_normal.hpp"
#include "engine/expression/follow_up.hpp"
#include "engine/expression/operation.hpp"

namespace dosde {

/// One operation on values of one lane or of a pack. The one place that says which function an operation is. Inlined by
/// force, so that the interpreter's loops, whose operation is a constant, keep one case of it.
template <class Value>
DOSDE_FORCEINLINE_FUNCTION Value apply_to_lanes(Operation operation, Value a, Value b, Value c, int detail) {
  switch (operation) {
    case Operation::negate:
      return -a;
    case Operation::add:
      return a + b;
    case Operation::subtract:
      return a - b;
    case Operation::multiply:
      return a * b;
    case Operation::divide:
      return a / b;
    case Operation::fused_multiply_add:
      return lane_fma(a, b, c);
    case Operation::integer_power:
      return lane_integer_power(a, detail);
    case Operation::power:
      return lane_pow(a, b);
    case Operation::exp:
      return lane_exp(a);
    case Operation::log:
      return lane_log(a);
    case Operation::log1p:
      return lane_log1p(a);
    case Operation::expm1:
      return lane_expm1(a);
    case Operation::sqrt:
      return lane_sqrt(a);
    case Operation::cbrt:
      return lane_cbrt(a);
    case Operation::sin:
      return lane_sin(a);
    case Operation::cos:
      return lane_cos(a);
    case Operation::tan:
      return lane_tan(a);
    case Operation::asin:
      return lane_asin(a);
    case Operation::acos:
      return lane_acos(a);
    case Operation::atan:
      return lane_atan(a);
    case Operation::atan2:
      return lane_atan2(a, b);
    case Operation::sinh:
      return lane_sinh(a);
    case Operation::cosh:
      return lane_cosh(a);
    case Operation::tanh:
      return lane_tanh(a);
    case Operation::sigmoid:
      return lane_sigmoid(a);
    case Operation::softplus:
      return lane_softplus(a);
    case Operation::inverse_normal:
      return lane_inverse_normal(a);
    case Operation::abs:
      return lane_abs(a);
    case Operation::sign:
      return lane_sign(a);
    case Operation::floor:
      return lane_floor(a);
    case Operation::relu:
      return lane_relu(a);
    case Operation::minimum:
      return lane_minimum(a, b);
    case Operation::maximum:
      return lane_maximum(a, b);
    case Operation::less:
      return lane_less(a, b);
    case Operation::less_equal:
      return lane_less_equal(a, b);
    case Operation::equal:
      return lane_equal(a, b);
    case Operation::not_equal:
      return lane_not_equal(a, b);
    case Operation::logical_and:
      return lane_and(a, b);
    case Operation::logical_or:
      return lane_or(a, b);
    case Operation::logical_not:
      return lane_not(a);
    case Operation::where:
      return lane_where(a, b, c);
    case Operation::copy:
      return a;
    case Operation::constant:
    case Operation::symbol:
    case Operation::lookup:
      break;
  }
  return broadcast<Value>(NAN);
}

/// The follow-up of an instruction on its operation's value.
template <class Value>
DOSDE_FORCEINLINE_FUNCTION Value apply_follow_up(FollowUp follow_up, Value value, Value d, Value e) {
  switch (follow_up) {
    case FollowUp::none:
      break;
    case FollowUp::add:
      return value + d;
    case FollowUp::subtract:
      return value - d;
    case FollowUp::subtract_from:
      return d - value;
    case FollowUp::multiply:
      return value * d;
    case FollowUp::multiply_fused:
      return lane_fma(value, d, e);
    case FollowUp::add_fused:
      return lane_fma(d, e, value);
    case FollowUp::multiply_add:
      return value * d + e;
    case FollowUp::multiply_subtract:
      return value * d - e;
    case FollowUp::multiply_subtract_from:
      return e - value * d;
    case FollowUp::multiply_multiply:
      return value * d * e;
    case FollowUp::add_multiply:
      return (value + d) * e;
    case FollowUp::subtract_multiply:
      return (value - d) * e;
    case FollowUp::subtract_from_multiply:
      return (d - value) * e;
    case FollowUp::add_product:
      return value + d * e;
    case FollowUp::subtract_product:
      return value - d * e;
    case FollowUp::subtract_from_product:
      return d * e - value;
  }
  return value;
}

}  // namespace dosde
