#include "engine/analysis/effects/kernel_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/effects/fourier_features.hpp"

namespace dosde {
namespace {

double square_of(const std::vector<double>& values, double factor) {
  double sum = 0.0;
  for (const double value : values) sum += value * factor * (value * factor);
  return sum;
}

}  // namespace

KernelDistanceEstimator::KernelDistanceEstimator(std::uint64_t seed, std::int64_t features,
                                                 const std::vector<std::string>& variables)
    : features_(static_cast<std::size_t>(features)),
      variables_(variables.size()),
      normals_(feature_normals(seed, features, variables)) {}

KernelDistance KernelDistanceEstimator::distance(Sampling pairing, std::span<const double> points,
                                                 std::span<const double> reference) const {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (points.empty() || reference.empty()) return {nan, nan, nan};
  FourierFeatures features(normals_, variables_, points, reference);
  const double bandwidth = features.bandwidth();
  if (std::isnan(bandwidth)) return {nan, nan, nan};
  if (bandwidth == 0.0) return {0.0, 0.0, 0.0};

  const std::size_t rows = points.size() / variables_;
  const std::size_t reference_rows = reference.size() / variables_;
  const auto n1 = static_cast<double>(rows);
  const auto n0 = static_cast<double>(reference_rows);
  std::vector<double> own(2 * features_), other(2 * features_), sum(2 * features_), reference_sum(2 * features_);
  double parted = 0.0;  // sum of the squared distances of the features of pairs
  const bool is_paired = pairing == Sampling::paired;
  for (std::size_t row = 0; row < std::max(rows, reference_rows); ++row) {
    if (row < rows) {
      features.of(points.data() + row * variables_, own);
      for (std::size_t f = 0; f < own.size(); ++f) sum[f] += own[f];
    }
    if (row < reference_rows) {
      features.of(reference.data() + row * variables_, other);
      for (std::size_t f = 0; f < other.size(); ++f) reference_sum[f] += other[f];
    }
    if (!is_paired) continue;
    for (std::size_t f = 0; f < own.size(); ++f) parted += (own[f] - other[f]) * (own[f] - other[f]);
  }
  std::vector<double> gap(2 * features_), pooled(2 * features_);
  for (std::size_t f = 0; f < gap.size(); ++f) {
    gap[f] = sum[f] / n1 - reference_sum[f] / n0;
    pooled[f] = (sum[f] + reference_sum[f]) / (n1 + n0);
  }
  // A feature vector has length 1: its variance under one law is 1 - |mean|².
  const double each = 1.0 / std::sqrt(static_cast<double>(features_));
  const double floor =
      is_paired ? parted * each * each / (n1 * n1) : (1.0 - square_of(pooled, each)) * (1.0 / n1 + 1.0 / n0);
  return {std::sqrt(square_of(gap, each)), std::sqrt(floor), bandwidth};
}

}  // namespace dosde
