#include "engine/analysis/abstraction/law_gap.hpp"

#include "engine/analysis/abstraction/energy_gap.hpp"
#include "engine/analysis/abstraction/gaussian_gap.hpp"
#include "engine/analysis/abstraction/kernel_gap.hpp"
#include "engine/analysis/abstraction/mean_gap.hpp"
#include "engine/analysis/effects/estimator_key.hpp"
#include "engine/analysis/effects/fourier_features.hpp"
#include "engine/analysis/effects/jackknife.hpp"

namespace dosde {
namespace {

bool is_enough(const LawSample& sample) { return sample.trajectories >= 2 * jackknife_groups; }

void take_means(const MeanGap& found, DiagramGap& gap) {
  gap.gap = found.gap;
  gap.gap_error = found.gap_error;
  gap.mean = found.distance;
}

std::vector<double> mean_of(const LawSample& sample) {
  const Eigen::VectorXd mean = moments_of(sample).mean;
  return {mean.begin(), mean.end()};
}

}  // namespace

LawComparison::LawComparison(std::uint64_t seed, std::int64_t features, const std::vector<std::string>& variables)
    : normals_(feature_normals(seed, features, variables)), floor_key_(estimator_key(seed, "floor")) {}

DiagramGap LawComparison::compare(Sampling sampling, const LawSample& micro, const LawSample& macro) const {
  DiagramGap gap;
  gap.micro_trajectories = static_cast<std::int64_t>(micro.trajectories);
  gap.macro_trajectories = static_cast<std::int64_t>(macro.trajectories);
  const std::vector<double> unknown(micro.variables, DistanceEstimate{}.value);
  gap.micro_mean = gap.macro_mean = gap.gap = gap.gap_error = unknown;
  if (!is_enough(micro) || !is_enough(macro)) return gap;
  gap.micro_mean = mean_of(micro);
  gap.macro_mean = mean_of(macro);
  take_means(estimate_mean_gap(sampling, micro, macro), gap);
  gap.gaussian = estimate_gaussian_gap(sampling, micro, macro, floor_key_);
  gap.kernel = estimate_kernel_gap(sampling, micro, macro, normals_);
  gap.energy = estimate_energy_gap(sampling, micro, macro);
  return gap;
}

void LawComparison::compare_with_point(const LawSample& micro, const std::vector<double>& point,
                                       DiagramGap& gap) const {
  if (!is_enough(micro)) return;
  LawSample macro{micro.trajectories, 1, micro.variables, {}};
  for (std::size_t n = 0; n < macro.trajectories; ++n)
    macro.values.insert(macro.values.end(), point.begin(), point.end());
  take_means(estimate_mean_gap(Sampling::paired, micro, macro), gap);
  gap.macro_mean = point;
}

}  // namespace dosde
