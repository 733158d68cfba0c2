#pragma once

#include <span>

namespace dosde {

/// What ties the two samples that are compared.
enum class Sampling {
  paired,      ///< y[i] and reference[i] are the same trajectory in the same exogenous world: a counterfactual pair
  independent  ///< two samples that share nothing; they may have different sizes
};

/// The difference of two means at one time, in one variable. NaN where the samples are too small (fewer than two).
struct MeanEffect {
  double mean = 0.0;
  double reference_mean = 0.0;
  double effect = 0.0;              ///< paired: the mean of the differences; else the difference of the means
  double standard_error = 0.0;      ///< of `effect`
  double degrees_of_freedom = 0.0;  ///< of its t statistic: n - 1, or those of Welch
  double variance_ratio = 0.0;      ///< paired: var(Y1 - Y0) / (var Y1 + var Y0); NaN where both are constant
};

/// Pairs: both spans of equal length. Differences are summed from the first of them on, so that n equal differences
/// have that mean and variance 0, exactly.
MeanEffect paired_mean_effect(std::span<const double> y, std::span<const double> reference);

/// Two independent samples: standard error sqrt(s1²/n1 + s0²/n0), degrees of freedom after Welch (1947). The ratio of
/// variances is NaN: there are no pairs.
MeanEffect independent_mean_effect(std::span<const double> y, std::span<const double> reference);

}  // namespace dosde
