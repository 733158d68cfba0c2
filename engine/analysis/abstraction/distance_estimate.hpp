#pragma once

#include <limits>

namespace dosde {

/// A distance of two laws, as two samples tell it. Near its floor it is no evidence that the laws differ, and its error
/// means little there: distances are never negative.
struct DistanceEstimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double error = std::numeric_limits<double>::quiet_NaN();  ///< Monte Carlo standard error (a jackknife's)
  double floor = std::numeric_limits<double>::quiet_NaN();  ///< root mean square of what equal laws would show
};

}  // namespace dosde
