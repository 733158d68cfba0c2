#include "engine/analysis/abstraction/gaussian_gap.hpp"

#include <array>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/analysis/effects/jackknife.hpp"
#include "engine/random/uniform.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// Sums over states, as distances from an origin that all sums of a comparison share.
struct MomentSums {
  double count = 0.0;
  Vector sum;
  Matrix squares;

  explicit MomentSums(std::size_t variables)
      : sum(Vector::Zero(static_cast<Eigen::Index>(variables))), squares(Matrix::Zero(sum.size(), sum.size())) {}

  void add(const LawSample& sample, std::size_t trajectory, const Vector& origin) {
    for (std::size_t k = 0; k < sample.times; ++k) {
      const Vector distance =
          Eigen::Map<const Vector>(sample.state(trajectory * sample.times + k), origin.size()) - origin;
      count += 1.0;
      sum += distance;
      squares.noalias() += distance * distance.transpose();
    }
  }
  [[nodiscard]] GaussianLaw law(const Vector& origin) const {
    const Vector mean = sum / count;
    return {origin + mean, squares / count - mean * mean.transpose()};
  }
};

MomentSums difference(MomentSums all, const MomentSums& part) {
  all.count -= part.count;
  all.sum -= part.sum;
  all.squares -= part.squares;
  return all;
}

Vector origin_of(const LawSample& sample) {
  return Eigen::Map<const Vector>(sample.state(0), static_cast<Eigen::Index>(sample.variables));
}

/// All of a sample, and its groups.
struct GroupedSums {
  MomentSums all;
  std::vector<MomentSums> groups;

  GroupedSums(const LawSample& sample, const Vector& origin)
      : all(sample.variables), groups(jackknife_groups, MomentSums(sample.variables)) {
    for (std::size_t n = 0; n < sample.trajectories; ++n) groups[jackknife_group(n)].add(sample, n, origin);
    for (const MomentSums& group : groups) {
      all.count += group.count;
      all.sum += group.sum;
      all.squares += group.squares;
    }
  }
};

/// The two samples with their trajectories mixed, as sums.
class Mixer {
 public:
  Mixer(Sampling sampling, const LawSample& first, const LawSample& second, const Vector& origin, std::uint64_t key)
      : sampling_(sampling), first_(first), second_(second), origin_(origin), key_(key) {}

  [[nodiscard]] double distance(std::size_t draw) const {
    MomentSums one(first_.variables), other(first_.variables);
    if (sampling_ == Sampling::paired)
      swap_pairs(draw, one, other);
    else
      deal(draw, one, other);
    return gaussian_distance(one.law(origin_), other.law(origin_));
  }

 private:
  [[nodiscard]] double uniform(std::size_t n, std::size_t draw) const { return uniform_open(key_, n, draw, 0); }
  void swap_pairs(std::size_t draw, MomentSums& one, MomentSums& other) const {
    for (std::size_t n = 0; n < first_.trajectories; ++n) {
      const bool is_swapped = uniform(n, draw) < 0.5;
      (is_swapped ? other : one).add(first_, n, origin_);
      (is_swapped ? one : other).add(second_, n, origin_);
    }
  }
  /// The first places of a random order (Fisher and Yates) are the first sample's.
  void deal(std::size_t draw, MomentSums& one, MomentSums& other) const {
    std::vector<std::size_t> order(first_.trajectories + second_.trajectories);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t n = 0; n < order.size(); ++n) {
      if (n < first_.trajectories) {
        const auto rest = static_cast<double>(order.size() - n);
        std::swap(order[n], order[n + static_cast<std::size_t>(uniform(n, draw) * rest)]);
      }
      const bool is_of_first = order[n] < first_.trajectories;
      (n < first_.trajectories ? one : other)
          .add(is_of_first ? first_ : second_, is_of_first ? order[n] : order[n] - first_.trajectories, origin_);
    }
  }

  Sampling sampling_;
  const LawSample& first_;
  const LawSample& second_;
  const Vector& origin_;
  std::uint64_t key_;
};

}  // namespace

GaussianLaw moments_of(const LawSample& sample) {
  const Vector origin = origin_of(sample);
  MomentSums sums(sample.variables);
  for (std::size_t n = 0; n < sample.trajectories; ++n) sums.add(sample, n, origin);
  return sums.law(origin);
}

DistanceEstimate estimate_gaussian_gap(Sampling sampling, const LawSample& first, const LawSample& second,
                                       std::uint64_t key) {
  DistanceEstimate found;
  if (first.trajectories < 2 || second.trajectories < 2) return found;
  const Vector origin = origin_of(second);
  const GroupedSums own(first, origin), other(second, origin);
  found.value = gaussian_distance(own.all.law(origin), other.all.law(origin));
  std::vector<double> without;
  for (std::size_t g = 0; g < jackknife_groups; ++g)
    if (own.groups[g].count > 0.0 && other.groups[g].count > 0.0)
      without.push_back(gaussian_distance(difference(own.all, own.groups[g]).law(origin),
                                          difference(other.all, other.groups[g]).law(origin)));
  found.error = jackknife_error(without);
  const Mixer mixer(sampling, first, second, origin, key);
  double squares = 0.0;
  for (std::size_t draw = 0; draw < floor_draws; ++draw) {
    const double distance = mixer.distance(draw);
    squares += distance * distance;
  }
  found.floor = std::sqrt(squares / static_cast<double>(floor_draws));
  return found;
}

}  // namespace dosde
