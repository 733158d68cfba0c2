#pragma once

#include <cstddef>

namespace dosde {

/// The kernel deviation from stationarity: the mean of L_x L_y k over pairs of states of different trajectories.
/// Without bias, 0 in the mean if and only if the law is stationary.
struct KernelDeviation {
  double value = 0.0;      ///< 1 / model time²
  double p_value = 1.0;    ///< by a wild bootstrap with a sign a trajectory
  double bandwidth = 0.0;  ///< √s, in standard deviations of the variables
  std::size_t points = 0;
};

}  // namespace dosde
