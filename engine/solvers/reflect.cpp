#include "engine/solvers/reflect.hpp"

#include "engine/expression/functions.hpp"

namespace dosde {

Expression reflect_into_bounds(const Expression& value, const std::optional<Expression>& lower,
                               const std::optional<Expression>& upper) {
  if (!lower && !upper) return value;
  Expression inside = value;
  if (lower) inside = where(value < *lower, *lower + (*lower - value), inside);
  if (upper) inside = where(value > *upper, *upper - (value - *upper), inside);
  if (lower && upper) inside = min(max(inside, *lower), *upper);
  return inside + (value - value);  // value - value is 0, or NaN where it is not finite
}

}  // namespace dosde
