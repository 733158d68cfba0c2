#include "engine/analysis/effects/effect_estimate.hpp"

#include <algorithm>
#include <boost/sort/spreadsort/float_sort.hpp>
#include <cmath>
#include <cstddef>

namespace dosde {
namespace {

void sort_into(std::span<const double> values, std::vector<double>& sorted) {
  sorted.assign(values.begin(), values.end());
  boost::sort::spreadsort::float_sort(sorted.begin(), sorted.end());
}

bool are_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

}  // namespace

EffectEstimator::EffectEstimator(Sampling pairing, std::vector<double> levels)
    : pairing_(pairing), levels_(std::move(levels)) {
  result_.quantiles.resize(levels_.size());
}

const EffectEstimate& EffectEstimator::estimate(std::span<const double> y, std::span<const double> reference) {
  if (!are_finite(y) || !are_finite(reference)) y = reference = {};
  const bool is_paired = pairing_ == Sampling::paired;
  sort_into(y, sorted_);
  sort_into(reference, sorted_reference_);
  result_.mean = is_paired ? paired_mean_effect(y, reference) : independent_mean_effect(y, reference);
  if (is_paired) {
    sorted_minima_.resize(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) sorted_minima_[i] = std::min(y[i], reference[i]);
    boost::sort::spreadsort::float_sort(sorted_minima_.begin(), sorted_minima_.end());
    result_.benefit = paired_benefit(y, reference);
    result_.distance = paired_law_distance(sorted_, sorted_reference_, sorted_minima_);
  } else {
    result_.benefit = independent_benefit(sorted_, sorted_reference_);
    result_.distance = independent_law_distance(sorted_, sorted_reference_);
  }
  for (std::size_t level = 0; level < levels_.size(); ++level)
    result_.quantiles[level] = quantile_effect(pairing_, levels_[level], sorted_, sorted_reference_, y, reference);
  return result_;
}

}  // namespace dosde
