#pragma once

#include "engine/expression/elementary/lane_base.hpp"
#include "engine/expression/elementary/lane_exact.hpp"

/// Functions built on the base set by exact operations; `Value` is double or Pack.

namespace dosde {

/// log(1 + x). SLEEF's is infinite above 1e307; there, and from far below, log(1 + x) and log(x) are the same double.
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_log1p(Value x) {
  const Value result = base_log1p(x);
  const auto is_large = x > broadcast<Value>(1e300);
  return any(is_large) ? select(is_large, lane_log(x), result) : result;
}

/// exp(x)/2 for 709 <= x < 1416 without overflow on the way: exp(x - 2043 log 2) 2^2042. The difference is exact, and
/// the double nearest to 2043 log 2 is within 1e-17 of it relatively (the constant of musl's __expo2).
template <class Value>
DOSDE_INLINE_FUNCTION Value half_exp_of_large(Value x) {
  const Value scale = broadcast<Value>(0x1p1021);
  return lane_exp(x - broadcast<Value>(0x1.62066151add8bp+10)) * scale * scale;
}

/// SLEEF's sinh and cosh are infinite from 709.78 on instead of 710.48.
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_cosh(Value x) {
  const Value result = base_cosh(x);
  const Value size = lane_abs(x);
  const auto is_large = size > broadcast<Value>(709.0);
  return any(is_large) ? select(is_large, half_exp_of_large(size), result) : result;
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_sinh(Value x) {
  const Value result = base_sinh(x);
  const Value size = lane_abs(x);
  const auto is_large = size > broadcast<Value>(709.0);
  if (!any(is_large)) return result;
  const Value large = half_exp_of_large(size);
  return select(is_large, select(x < broadcast<Value>(0.0), -large, large), result);
}

/// 1/(1 + e^-x). Below -709.78 it is 0 where the true value is subnormal.
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_sigmoid(Value x) {
  const Value one = broadcast<Value>(1.0);
  return one / (one + lane_exp(-x));
}

/// log(1 + e^x), as max(x, 0) + log1p(e^-|x|), which neither overflows nor cancels.
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_softplus(Value x) {
  return lane_relu(x) + base_log1p(lane_exp(-lane_abs(x)));
}

}  // namespace dosde
