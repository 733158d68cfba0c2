#pragma once

#include <span>

#include "engine/analysis/effects/mean_effect.hpp"

namespace dosde {

/// The difference of the p-quantiles of two samples: what an intervention does to the law at that level. (Not the
/// quantile of the differences.) NaN where a sample is empty.
struct QuantileEffect {
  double effect = 0.0;
  double standard_error = 0.0;  ///< large samples; NaN below two values
};

/// Quantiles interpolate like NumPy's default. `sorted` and `sorted_reference` are the samples in ascending order;
/// where they are pairs, `y` and `reference` are the same values in the order of the trajectories.
///
/// The standard error is that of the difference of the influence functions s(p) (p - 1{Y <= q(p)}) (Bahadur 1966),
/// where the covariance of the two is counted over the pairs. The sparsity s = 1/density is estimated by the
/// slope of the quantiles between p - h and p + h (Siddiqui 1960) with the bandwidth of Hall and Sheather (1988).
QuantileEffect quantile_effect(Sampling pairing, double probability, std::span<const double> sorted,
                               std::span<const double> sorted_reference, std::span<const double> y,
                               std::span<const double> reference);

}  // namespace dosde
