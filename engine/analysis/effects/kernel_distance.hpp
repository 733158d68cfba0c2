#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/analysis/effects/mean_effect.hpp"

namespace dosde {

/// The maximum mean discrepancy of two samples of all variables together at one time, and what it would be under equal
/// laws. NaN where a sample is empty, or a value is.
struct KernelDistance {
  double mmd = 0.0;
  double floor = 0.0;      ///< root of the mean of mmd² under equal laws
  double bandwidth = 0.0;  ///< ℓ, in standard deviations; 0 where all points are one
};

/// MMD with the Gaussian kernel exp(-|x - y|² / 2ℓ²) by random Fourier features (Rahimi and Recht 2007; Gretton et al.
/// 2012): the distance of the means of cos(w·x) and sin(w·x) over `features` frequencies w ~ N(0, 1/ℓ²).
///
/// Every variable is divided by its pooled standard deviation (constant ones take no part). ℓ is the median distance
/// of the points of up to 256 trajectories of either sample, evenly spaced. Frequencies are a pure function of (seed,
/// name of the variable, number of the feature). Biased (a V-statistic): mmd² - floor² estimates the squared distance.
class KernelDistanceEstimator {
 public:
  /// `features`: a positive multiple of 4.
  KernelDistanceEstimator(std::uint64_t seed, std::int64_t features, const std::vector<std::string>& variables);

  /// Points [trajectory][variable]; where they are pairs, row by row.
  [[nodiscard]] KernelDistance distance(Sampling pairing, std::span<const double> points,
                                        std::span<const double> reference) const;

 private:
  std::size_t features_;
  std::size_t variables_;
  std::vector<double> normals_;  ///< [variable][feature]
};

}  // namespace dosde
