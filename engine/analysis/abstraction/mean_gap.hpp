#pragma once

#include <vector>

#include "engine/analysis/abstraction/distance_estimate.hpp"
#include "engine/analysis/abstraction/law_sample.hpp"
#include "engine/analysis/effects/mean_effect.hpp"

namespace dosde {

/// How far the means of two laws are apart.
struct MeanGap {
  std::vector<double> gap;        ///< [variable] mean of the first minus mean of the second
  std::vector<double> gap_error;  ///< [variable] standard error
  DistanceEstimate distance;      ///< |gap|; its floor is the root of the sum of the squared errors
};

/// From the time averages of trajectories. Paired: the n-th trajectories of both belong together, and there are as
/// many. NaN below two trajectories.
MeanGap estimate_mean_gap(Sampling sampling, const LawSample& first, const LawSample& second);

}  // namespace dosde
