#include "engine/analysis/abstraction/mean_gap.hpp"

#include <cmath>

#include "engine/analysis/effects/jackknife.hpp"

namespace dosde {
namespace {

/// Time averages of one variable, by trajectory; of a constant they are it, exactly.
std::vector<double> averages_of(const LawSample& sample, std::size_t variable) {
  std::vector<double> averages;
  for (std::size_t n = 0; n < sample.trajectories; ++n) {
    const double origin = sample.state(n * sample.times)[variable];
    double sum = 0.0;
    for (std::size_t k = 0; k < sample.times; ++k) sum += sample.state(n * sample.times + k)[variable] - origin;
    averages.push_back(origin + sum / static_cast<double>(sample.times));
  }
  return averages;
}

/// The mean without each group in turn; distances from the first value are summed.
std::vector<double> means_without(const std::vector<double>& values) {
  std::vector<double> sums(jackknife_groups, 0.0), counts(jackknife_groups, 0.0);
  double sum = 0.0;
  for (std::size_t n = 0; n < values.size(); ++n) {
    const double distance = values[n] - values.front();
    sum += distance;
    sums[jackknife_group(n)] += distance;
    counts[jackknife_group(n)] += 1.0;
  }
  std::vector<double> means;
  for (std::size_t g = 0; g < jackknife_groups; ++g)
    if (counts[g] > 0.0)
      means.push_back(values.front() + (sum - sums[g]) / (static_cast<double>(values.size()) - counts[g]));
  return means;
}

}  // namespace

MeanGap estimate_mean_gap(Sampling sampling, const LawSample& first, const LawSample& second) {
  MeanGap found;
  if (first.trajectories < 2 || second.trajectories < 2) {
    found.gap.assign(first.variables, found.distance.value);
    found.gap_error = found.gap;
    return found;
  }
  double square = 0.0, floor = 0.0;
  std::vector<double> squares_without;
  for (std::size_t v = 0; v < first.variables; ++v) {
    const std::vector<double> own = averages_of(first, v), other = averages_of(second, v);
    const MeanEffect effect =
        sampling == Sampling::paired ? paired_mean_effect(own, other) : independent_mean_effect(own, other);
    found.gap.push_back(effect.effect);
    found.gap_error.push_back(effect.standard_error);
    square += effect.effect * effect.effect;
    floor += effect.standard_error * effect.standard_error;
    const std::vector<double> own_without = means_without(own), other_without = means_without(other);
    squares_without.resize(std::min(own_without.size(), other_without.size()), 0.0);
    for (std::size_t g = 0; g < squares_without.size(); ++g)
      squares_without[g] += (own_without[g] - other_without[g]) * (own_without[g] - other_without[g]);
  }
  std::vector<double> without;
  for (const double value : squares_without) without.push_back(std::sqrt(value));
  found.distance = {std::sqrt(square), jackknife_error(without), std::sqrt(floor)};
  return found;
}

}  // namespace dosde
