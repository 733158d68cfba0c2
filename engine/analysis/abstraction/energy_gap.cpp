#include "engine/analysis/abstraction/energy_gap.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/analysis/effects/jackknife.hpp"

namespace dosde {
namespace {

/// States of a sample, each with its group.
struct Thinned {
  std::vector<const double*> states;
  std::vector<std::size_t> groups;

  explicit Thinned(const LawSample& sample) {
    const std::size_t count = std::min(sample.trajectories, most_energy_states);
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t trajectory = k * sample.trajectories / count;
      states.push_back(sample.state(trajectory * sample.times + k % sample.times));
      groups.push_back(jackknife_group(k));
    }
  }
};

double distance_of(const double* a, const double* b, std::size_t variables) {
  double square = 0.0;
  for (std::size_t v = 0; v < variables; ++v) square += (a[v] - b[v]) * (a[v] - b[v]);
  return std::sqrt(square);
}

/// Sums of distances between the groups of two samples.
class GroupedDistances {
 public:
  GroupedDistances(const Thinned& a, const Thinned& b, std::size_t variables)
      : sums_(jackknife_groups * jackknife_groups, 0.0), of_a_(jackknife_groups, 0.0), of_b_(of_a_) {
    for (const std::size_t group : a.groups) of_a_[group] += 1.0;
    for (const std::size_t group : b.groups) of_b_[group] += 1.0;
    for (std::size_t i = 0; i < a.states.size(); ++i)
      for (std::size_t j = 0; j < b.states.size(); ++j)
        sums_[a.groups[i] * jackknife_groups + b.groups[j]] += distance_of(a.states[i], b.states[j], variables);
  }

  /// The mean over all pairs, those of one group left out; jackknife_groups: none.
  [[nodiscard]] double mean_without(std::size_t group) const {
    double sum = 0.0, count_a = 0.0, count_b = 0.0;
    for (std::size_t g = 0; g < jackknife_groups; ++g) {
      if (g == group) continue;
      count_a += of_a_[g];
      count_b += of_b_[g];
      for (std::size_t h = 0; h < jackknife_groups; ++h)
        if (h != group) sum += sums_[g * jackknife_groups + h];
    }
    return sum / (count_a * count_b);
  }
  [[nodiscard]] double sum() const {
    double all = 0.0;
    for (const double part : sums_) all += part;
    return all;
  }

 private:
  std::vector<double> sums_;  ///< [group of a][group of b]
  std::vector<double> of_a_, of_b_;
};

}  // namespace

DistanceEstimate estimate_energy_gap(Sampling sampling, const LawSample& first, const LawSample& second) {
  DistanceEstimate found;
  if (first.trajectories < 2 || second.trajectories < 2) return found;
  const Thinned own(first), other(second);
  const GroupedDistances between(own, other, first.variables), within(own, own, first.variables),
      within_other(other, other, first.variables);
  const auto distance = [&](std::size_t left_out) {
    const double square =
        2.0 * between.mean_without(left_out) - within.mean_without(left_out) - within_other.mean_without(left_out);
    return std::sqrt(std::max(square, 0.0));  // negative by rounding only
  };
  found.value = distance(jackknife_groups);
  std::vector<double> without;
  for (std::size_t g = 0; g < std::min({jackknife_groups, own.states.size(), other.states.size()}); ++g)
    without.push_back(distance(g));
  found.error = jackknife_error(without);
  // The square is -Σ c_a c_b |a - b| with c = 1/n1 or -1/n0, and over random orders E c_a c_b = -(1/n1 +
  // 1/n0)/(N(N-1)); over swaps it is -1/n² within a pair, and 0 else.
  const auto n1 = static_cast<double>(own.states.size()), n0 = static_cast<double>(other.states.size());
  double square = 0.0;
  if (sampling == Sampling::paired) {
    for (std::size_t k = 0; k < own.states.size(); ++k)
      square += 2.0 * distance_of(own.states[k], other.states[k], first.variables) / (n1 * n1);
  } else {
    const double all = within.sum() + within_other.sum() + 2.0 * between.sum();
    square = all * (1.0 / n1 + 1.0 / n0) / ((n1 + n0) * (n1 + n0 - 1.0));
  }
  found.floor = std::sqrt(square);
  return found;
}

}  // namespace dosde
