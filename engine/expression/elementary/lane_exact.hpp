#pragma once

#include "engine/expression/elementary/pack.hpp"

/// Functions of lanes that are exact, or made of + - * / alone. `Value` is double or Pack; both give the same bits (a
/// NaN stays a NaN; which one is unspecified). Truth is 1.0 and 0.0.

namespace dosde {

template <class Value>
DOSDE_INLINE_FUNCTION auto is_nan(Value a) {
  return a != a;
}
template <class Value>
DOSDE_INLINE_FUNCTION auto is_nan(Value a, Value b) {
  return (a != a) | (b != b);
}

/// 1.0 where the condition holds, 0.0 elsewhere, NaN where an argument is.
template <class Value, class Condition>
DOSDE_INLINE_FUNCTION Value truth(Condition condition, Value a, Value b) {
  return select(is_nan(a, b), a + b, select(condition, broadcast<Value>(1.0), broadcast<Value>(0.0)));
}

template <class Value>
DOSDE_INLINE_FUNCTION Value lane_sign(Value x) {
  const Value zero = broadcast<Value>(0.0);
  return select(x > zero, broadcast<Value>(1.0), select(x < zero, broadcast<Value>(-1.0), x));
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_relu(Value x) {
  const Value zero = broadcast<Value>(0.0);
  return select(x < zero, zero, x);
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_minimum(Value a, Value b) {
  return select(is_nan(a), a, select(a < b, a, b));
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_maximum(Value a, Value b) {
  return select(is_nan(a), a, select(a > b, a, b));
}

template <class Value>
DOSDE_INLINE_FUNCTION Value lane_less(Value a, Value b) {
  return truth(a < b, a, b);
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_less_equal(Value a, Value b) {
  return truth(a <= b, a, b);
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_equal(Value a, Value b) {
  return truth(a == b, a, b);
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_not_equal(Value a, Value b) {
  return truth(a != b, a, b);
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_and(Value a, Value b) {
  const Value zero = broadcast<Value>(0.0);
  return truth((a != zero) & (b != zero), a, b);
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_or(Value a, Value b) {
  const Value zero = broadcast<Value>(0.0);
  return truth((a != zero) | (b != zero), a, b);
}
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_not(Value a) {
  return truth(a == broadcast<Value>(0.0), a, a);
}
/// a where the condition is true (not 0), b where it is 0, NaN where it is NaN.
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_where(Value condition, Value a, Value b) {
  return select(is_nan(condition), condition, select(condition != broadcast<Value>(0.0), a, b));
}

/// x^exponent by repeated squaring, |exponent| >= 1; 1/x^|exponent| for a negative one.
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_integer_power(Value x, int exponent) {
  unsigned remaining = exponent < 0 ? 0u - static_cast<unsigned>(exponent) : static_cast<unsigned>(exponent);
  Value square = x;
  for (; (remaining & 1u) == 0; remaining >>= 1) square = square * square;
  Value result = square;
  while ((remaining >>= 1) != 0) {
    square = square * square;
    if (remaining & 1u) result = result * square;
  }
  return exponent < 0 ? broadcast<Value>(1.0) / result : result;
}

}  // namespace dosde
