#include "engine/analysis/effects/kernel_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/effects/estimator_key.hpp"
#include "engine/core/error.hpp"
#include "engine/random/normal.hpp"

namespace dosde {
namespace {

constexpr std::size_t most_for_bandwidth = 256;

/// Up to `most_for_bandwidth` rows, evenly spaced, scaled.
void take_points(std::span<const double> points, const std::vector<double>& scales, std::vector<double>& taken) {
  const std::size_t rows = points.size() / scales.size();
  const std::size_t count = std::min(rows, most_for_bandwidth);
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t v = 0; v < scales.size(); ++v)
      taken.push_back(points[k * rows / count * scales.size() + v] * scales[v]);
}

/// Of the distances that are not 0: where most points tie (extinction, draws with two values) the median of all is no
/// scale. 0 where all points are one.
double median_distance(const std::vector<double>& points, std::size_t variables) {
  std::vector<double> squares;
  const std::size_t rows = points.size() / variables;
  for (std::size_t a = 0; a < rows; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      double square = 0.0;
      for (std::size_t v = 0; v < variables; ++v) {
        const double gap = points[a * variables + v] - points[b * variables + v];
        square += gap * gap;
      }
      if (square > 0.0) squares.push_back(square);
    }
  }
  if (squares.empty()) return 0.0;
  const auto middle = squares.begin() + static_cast<std::ptrdiff_t>(squares.size() / 2);
  std::nth_element(squares.begin(), middle, squares.end());
  return std::sqrt(*middle);
}

/// The features of one point: cosines, then sines.
class Features {
 public:
  Features(const std::vector<double>& normals, const std::vector<double>& scales, double bandwidth,
           std::size_t features)
      : frequencies_(normals), features_(features), variables_(scales.size()), phases_(features) {
    for (std::size_t v = 0; v < variables_; ++v)
      for (std::size_t f = 0; f < features; ++f) frequencies_[v * features + f] *= scales[v] / bandwidth;
  }

  void of(const double* point, std::vector<double>& values) {
    std::fill(phases_.begin(), phases_.end(), 0.0);
    for (std::size_t v = 0; v < variables_; ++v)
      for (std::size_t f = 0; f < features_; ++f) phases_[f] += frequencies_[v * features_ + f] * point[v];
    for (std::size_t f = 0; f < features_; ++f) {
      values[f] = std::cos(phases_[f]);
      values[features_ + f] = std::sin(phases_[f]);
    }
  }

 private:
  std::vector<double> frequencies_;
  std::size_t features_;
  std::size_t variables_;
  std::vector<double> phases_;
};

double square_of(const std::vector<double>& values, double factor) {
  double sum = 0.0;
  for (const double value : values) sum += value * factor * (value * factor);
  return sum;
}

}  // namespace

KernelDistanceEstimator::KernelDistanceEstimator(std::uint64_t seed, std::int64_t features,
                                                 const std::vector<std::string>& variables)
    : features_(static_cast<std::size_t>(features)), variables_(variables.size()) {
  if (features < 4 || features % 4 != 0) throw Error(ErrorKind::internal, "features are no multiple of 4");
  for (const std::string& variable : variables) {
    const std::uint64_t key = estimator_key(seed, "frequency:" + variable);
    for (std::uint64_t block = 0; block < features_ / 4; ++block) {
      double four[4];
      fill_normals<1>(four, key, 0, block, kWholeCellSlot, 1.0);
      normals_.insert(normals_.end(), std::begin(four), std::end(four));
    }
  }
}

/// 1 / pooled standard deviation of each variable; 0 where it is constant.
std::vector<double> KernelDistanceEstimator::scales(std::span<const double> points,
                                                    std::span<const double> reference) const {
  std::vector<double> scales(variables_);
  const auto count = static_cast<double>((points.size() + reference.size()) / variables_);
  for (std::size_t v = 0; v < variables_; ++v) {
    const double origin = points[v];
    double sum = 0.0;
    double squares = 0.0;
    const auto visit = [&](auto add) {
      for (std::size_t k = v; k < points.size(); k += variables_) add(points[k] - origin);
      for (std::size_t k = v; k < reference.size(); k += variables_) add(reference[k] - origin);
    };
    visit([&](double value) { sum += value; });
    const double mean = sum / count;
    visit([&](double value) { squares += (value - mean) * (value - mean); });
    scales[v] = squares == 0.0 ? 0.0 : 1.0 / std::sqrt(squares / count);  // NaN stays NaN
  }
  return scales;
}

KernelDistance KernelDistanceEstimator::distance(Sampling pairing, std::span<const double> points,
                                                 std::span<const double> reference) const {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (points.empty() || reference.empty()) return {nan, nan, nan};
  const std::vector<double> scale = scales(points, reference);
  if (std::any_of(scale.begin(), scale.end(), [](double value) { return std::isnan(value); })) return {nan, nan, nan};
  std::vector<double> taken;
  take_points(points, scale, taken);
  take_points(reference, scale, taken);
  const double bandwidth = median_distance(taken, variables_);
  if (bandwidth == 0.0) return {0.0, 0.0, 0.0};

  Features features(normals_, scale, bandwidth, features_);
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
