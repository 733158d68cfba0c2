#pragma once

#include <span>

#include "engine/analysis/effects/mean_effect.hpp"

namespace dosde {

/// How often the intervention raises a variable. The rest, 1 - above - equal, is how often it lowers it. NaN where a
/// sample is empty.
struct Benefit {
  double above = 0.0;           ///< P(Y1 > Y0)
  double equal = 0.0;           ///< P(Y1 = Y0): ties
  double standard_error = 0.0;  ///< of `above`
};

/// Over pairs: the share of trajectories that the intervention raises, a statement about each of them in its own world.
Benefit paired_benefit(std::span<const double> y, std::span<const double> reference);

/// Of two independent samples in ascending order: over all pairs of one value from each (the Mann-Whitney statistic),
/// with the standard error of DeLong, DeLong and Clarke-Pearson (1988): variances of the placements. NaN below two.
Benefit independent_benefit(std::span<const double> sorted, std::span<const double> sorted_reference);

}  // namespace dosde
