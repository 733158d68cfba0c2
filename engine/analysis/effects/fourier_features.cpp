#include "engine/analysis/effects/fourier_features.hpp"

#include <algorithm>
#include <cmath>

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

/// 1 / pooled standard deviation of each variable; 0 where it is constant.
std::vector<double> pooled_scales(std::size_t variables, std::span<const double> points,
                                  std::span<const double> reference) {
  std::vector<double> scales(variables);
  const auto count = static_cast<double>((points.size() + reference.size()) / variables);
  for (std::size_t v = 0; v < variables; ++v) {
    const double origin = points[v];
    double sum = 0.0;
    double squares = 0.0;
    const auto visit = [&](auto add) {
      for (std::size_t k = v; k < points.size(); k += variables) add(points[k] - origin);
      for (std::size_t k = v; k < reference.size(); k += variables) add(reference[k] - origin);
    };
    visit([&](double value) { sum += value; });
    const double mean = sum / count;
    visit([&](double value) { squares += (value - mean) * (value - mean); });
    scales[v] = squares == 0.0 ? 0.0 : 1.0 / std::sqrt(squares / count);  // NaN stays NaN
  }
  return scales;
}

}  // namespace

std::vector<double> feature_normals(std::uint64_t seed, std::int64_t features,
                                    const std::vector<std::string>& variables) {
  if (features < 4 || features % 4 != 0) throw Error(ErrorKind::internal, "features are no multiple of 4");
  std::vector<double> normals;
  for (const std::string& variable : variables) {
    const std::uint64_t key = estimator_key(seed, "frequency:" + variable);
    for (std::uint64_t block = 0; block < static_cast<std::uint64_t>(features) / 4; ++block) {
      double four[4];
      fill_normals<1>(four, key, 0, block, kWholeCellSlot, 1.0);
      normals.insert(normals.end(), std::begin(four), std::end(four));
    }
  }
  return normals;
}

FourierFeatures::FourierFeatures(const std::vector<double>& normals, std::size_t variables,
                                 std::span<const double> points, std::span<const double> reference)
    : frequencies_(normals), variables_(variables), features_(normals.size() / variables), phases_(features_) {
  const std::vector<double> scales = pooled_scales(variables, points, reference);
  const auto undefined = std::find_if(scales.begin(), scales.end(), [](double value) { return std::isnan(value); });
  if (undefined != scales.end()) {
    bandwidth_ = *undefined;
    return;
  }
  std::vector<double> taken;
  take_points(points, scales, taken);
  take_points(reference, scales, taken);
  bandwidth_ = median_distance(taken, variables);
  if (bandwidth_ == 0.0) return;
  for (std::size_t v = 0; v < variables_; ++v)
    for (std::size_t f = 0; f < features_; ++f) frequencies_[v * features_ + f] *= scales[v] / bandwidth_;
}

void FourierFeatures::of(const double* point, std::vector<double>& values) {
  std::fill(phases_.begin(), phases_.end(), 0.0);
  for (std::size_t v = 0; v < variables_; ++v)
    for (std::size_t f = 0; f < features_; ++f) phases_[f] += frequencies_[v * features_ + f] * point[v];
  for (std::size_t f = 0; f < features_; ++f) {
    values[f] = std::cos(phases_[f]);
    values[features_ + f] = std::sin(phases_[f]);
  }
}

}  // namespace dosde
