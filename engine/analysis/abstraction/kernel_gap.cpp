#include "engine/analysis/abstraction/kernel_gap.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <span>

#include "engine/analysis/effects/fourier_features.hpp"
#include "engine/analysis/effects/jackknife.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;

/// Sums of the trajectories' features, each a mean over its states; features together have length 1.
struct FeatureSums {
  Vector all;
  std::vector<Vector> groups;
  std::vector<double> counts;
  double squares = 0.0;  ///< of their lengths
  double count = 0.0;

  explicit FeatureSums(Eigen::Index size)
      : all(Vector::Zero(size)), groups(jackknife_groups, all), counts(jackknife_groups, 0.0) {}

  void add(std::size_t trajectory, const Vector& features) {
    all += features;
    groups[jackknife_group(trajectory)] += features;
    counts[jackknife_group(trajectory)] += 1.0;
    squares += features.squaredNorm();
    count += 1.0;
  }
  [[nodiscard]] Vector mean() const { return all / count; }
  [[nodiscard]] Vector mean_without(std::size_t group) const { return (all - groups[group]) / (count - counts[group]); }
};

/// Features of the trajectories of a sample, one at a time.
class TrajectoryFeatures {
 public:
  TrajectoryFeatures(const LawSample& sample, FourierFeatures& features, std::size_t size)
      : sample_(sample), features_(features), values_(size) {}

  [[nodiscard]] Vector of(std::size_t trajectory) {
    const auto size = static_cast<Eigen::Index>(values_.size());
    Vector mean = Vector::Zero(size);
    for (std::size_t k = 0; k < sample_.times; ++k) {
      features_.of(sample_.state(trajectory * sample_.times + k), values_);
      mean += Eigen::Map<const Vector>(values_.data(), size);
    }
    return mean / (static_cast<double>(sample_.times) * std::sqrt(0.5 * static_cast<double>(size)));
  }

 private:
  const LawSample& sample_;
  FourierFeatures& features_;
  std::vector<double> values_;
};

}  // namespace

DistanceEstimate estimate_kernel_gap(Sampling sampling, const LawSample& first, const LawSample& second,
                                     const std::vector<double>& normals) {
  DistanceEstimate found;
  if (first.trajectories < 2 || second.trajectories < 2) return found;
  FourierFeatures features(normals, first.variables, first.values, second.values);
  if (std::isnan(features.bandwidth())) return found;
  if (features.bandwidth() == 0.0) return {0.0, 0.0, 0.0};
  const std::size_t size = 2 * normals.size() / first.variables;
  TrajectoryFeatures of_first(first, features, size), of_second(second, features, size);
  FeatureSums own(static_cast<Eigen::Index>(size)), other = own;
  double parted = 0.0;  // sum of the squared distances of pairs
  for (std::size_t n = 0; n < std::max(first.trajectories, second.trajectories); ++n) {
    Vector mine, its;
    if (n < first.trajectories) own.add(n, mine = of_first.of(n));
    if (n < second.trajectories) other.add(n, its = of_second.of(n));
    if (sampling == Sampling::paired) parted += (mine - its).squaredNorm();
  }
  found.value = (own.mean() - other.mean()).norm();
  std::vector<double> without;
  for (std::size_t g = 0; g < jackknife_groups; ++g)
    if (own.counts[g] > 0.0 && other.counts[g] > 0.0)
      without.push_back((own.mean_without(g) - other.mean_without(g)).norm());
  found.error = jackknife_error(without);
  const double count = own.count + other.count;
  const double variance = (own.squares + other.squares) / count - ((own.all + other.all) / count).squaredNorm();
  found.floor = sampling == Sampling::paired
                    ? std::sqrt(parted) / own.count
                    : std::sqrt(std::max(variance, 0.0) * (1.0 / own.count + 1.0 / other.count));
  return found;
}

}  // namespace dosde
