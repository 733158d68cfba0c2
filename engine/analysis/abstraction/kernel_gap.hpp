#pragma once

#include <string>
#include <vector>

#include "engine/analysis/abstraction/distance_estimate.hpp"
#include "engine/analysis/abstraction/law_sample.hpp"
#include "engine/analysis/effects/mean_effect.hpp"

namespace dosde {

/// The maximum mean discrepancy of two samples by random Fourier features (`FourierFeatures`; it is a number without a
/// unit, between 0 and √2). The floor is the root of the mean of its square over all ways to swap the members of pairs
/// or, of independent samples, under one law of trajectories. `normals`: of feature_normals. NaN below two
/// trajectories.
DistanceEstimate estimate_kernel_gap(Sampling sampling, const LawSample& first, const LawSample& second,
                                     const std::vector<double>& normals);

}  // namespace dosde
