#pragma once

namespace dosde {

/// Running summary of one (scenario, time, column) over the trajectories alive at that time: what leaves and units of
/// the summary tree hold.
struct Moments {
  double count = 0.0;
  double mean = 0.0;
  double sum_of_squares = 0.0;  ///< M2: sum of squared deviations from the mean
  double minimum = 0.0;
  double maximum = 0.0;
};

/// The lower and the higher of two values; NaN where either is: an observable that is undefined for one trajectory is
/// undefined in every summary, whatever the order of the trajectories.
inline double lower(double a, double b) { return a < b || a != a ? a : b; }
inline double higher(double a, double b) { return a > b || a != a ? a : b; }

/// The summary of both sets of values together (Chan, Golub and LeVeque 1979, eq. 2.1). Exact up to rounding, and the
/// same bits whenever the same two nodes meet in this order; an empty side leaves the other's bits as they are. A tree
/// of merges loses about log2(n) roundings where a running sum loses n.
Moments merge(const Moments& left, const Moments& right);

}  // namespace dosde
