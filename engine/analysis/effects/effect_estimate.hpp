#pragma once

#include <span>
#include <vector>

#include "engine/analysis/effects/benefit.hpp"
#include "engine/analysis/effects/law_distance.hpp"
#include "engine/analysis/effects/mean_effect.hpp"
#include "engine/analysis/effects/quantile_effect.hpp"

namespace dosde {

/// The effect of an intervention on one variable at one time, in every sense that is estimated.
struct EffectEstimate {
  MeanEffect mean;
  Benefit benefit;
  LawDistance distance;
  std::vector<QuantileEffect> quantiles;  ///< [level]
};

/// Estimates one sample after the other; keeps the memory that sorting takes.
class EffectEstimator {
 public:
  /// `levels`: probabilities of the quantiles, in (0, 1).
  EffectEstimator(Sampling pairing, std::vector<double> levels);

  /// Values of the trajectories that are compared; pairs in equal order. All NaN where a value is not finite: an
  /// observable that is undefined for one trajectory has no effect, and no trajectory is left out in silence. The
  /// result is valid until the next call.
  const EffectEstimate& estimate(std::span<const double> y, std::span<const double> reference);

 private:
  Sampling pairing_;
  std::vector<double> levels_;
  EffectEstimate result_;
  std::vector<double> sorted_;
  std::vector<double> sorted_reference_;
  std::vector<double> sorted_minima_;
};

}  // namespace dosde
