#include "engine/solvers/reflect.hpp"

#include <limits>

#include "engine/expression/functions.hpp"

namespace dosde {
namespace {

/// Reflections at both bounds repeat after twice their distance: a value that is not below `lower`, less as many such
/// periods as it has. The value itself, to the bit, where it has none: less than the distance above `upper`. All but
/// four operations are of bounds alone, once a run where these are numbers.
Expression without_periods(const Expression& value, const Expression& lower, const Expression& upper) {
  const Expression period = min(2.0 * (upper - lower), std::numeric_limits<double>::max());  // 0 times it is 0
  const Expression rate = where(lower < upper, 1.0 / period, 0.0);  // bounds that an intervention let cross
  return value - period * floor((value - lower) * rate);
}

}  // namespace

Expression reflect_into_bounds(const Expression& value, const std::optional<Expression>& lower,
                               const std::optional<Expression>& upper) {
  if (!lower && !upper) return value;
  Expression inside = value;
  if (lower) inside = where(value < *lower, *lower + (*lower - value), value);
  if (lower && upper) inside = without_periods(inside, *lower, *upper);
  if (upper) inside = where(inside > *upper, *upper - (inside - *upper), inside);
  if (lower && upper) inside = min(max(inside, *lower), *upper);  // rounding may leave it an ulp outside
  return inside + (value - value);                                // value - value is 0, or NaN where it is not finite
}

}  // namespace dosde
