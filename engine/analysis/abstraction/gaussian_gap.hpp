#pragma once

#include <cstdint>

#include "engine/analysis/abstraction/distance_estimate.hpp"
#include "engine/analysis/abstraction/gaussian_distance.hpp"
#include "engine/analysis/abstraction/law_sample.hpp"
#include "engine/analysis/effects/mean_effect.hpp"

namespace dosde {

/// Mean and covariance (of the empirical law: divided by the number of states) over trajectories and times together.
GaussianLaw moments_of(const LawSample& sample);

/// Ways to mix the samples that a floor is an average over.
inline constexpr std::size_t floor_draws = 64;

/// gaussian_distance of the moments of two samples. The floor is over `floor_draws` random ways to swap the members of
/// pairs or, of independent samples, to deal all trajectories out again: what equal laws would not notice. `key`: of
/// those draws. NaN below two trajectories.
DistanceEstimate estimate_gaussian_gap(Sampling sampling, const LawSample& first, const LawSample& second,
                                       std::uint64_t key);

}  // namespace dosde
