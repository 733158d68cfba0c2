#include "engine/ensemble/moments.hpp"

namespace dosde {

Moments merge(const Moments& left, const Moments& right) {
  if (right.count == 0.0) return left;
  if (left.count == 0.0) return right;
  Moments both;
  both.count = left.count + right.count;
  const double distance = right.mean - left.mean;
  const double share = right.count / both.count;
  both.mean = left.mean + distance * share;
  both.sum_of_squares = left.sum_of_squares + right.sum_of_squares + distance * distance * (left.count * share);
  both.minimum = lower(right.minimum, left.minimum);
  both.maximum = higher(right.maximum, left.maximum);
  return both;
}

}  // namespace dosde
