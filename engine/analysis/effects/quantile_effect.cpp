#include "engine/analysis/effects/quantile_effect.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <limits>

#include "engine/analysis/effects/quantiles.hpp"

namespace dosde {
namespace {

/// Half the width over which the slope of the quantiles is taken: n^(-1/3) z^(2/3) (1.5 φ(x)² / (2x² + 1))^(1/3) with
/// x = Φ⁻¹(p) and z = Φ⁻¹(0.975), Hall and Sheather 1988.
double bandwidth(double probability, double count) {
  const boost::math::normal normal;
  const double p = std::clamp(probability, 0.5 / count, 1.0 - 0.5 / count);
  const double x = boost::math::quantile(normal, p);
  const double density = boost::math::pdf(normal, x);
  constexpr double z = 1.959963984540054;
  return std::cbrt(z * z * 1.5 * density * density / ((2.0 * x * x + 1.0) * count));
}

/// 1 / density at the quantile.
double sparsity(std::span<const double> sorted, double probability) {
  const double h = bandwidth(probability, static_cast<double>(sorted.size()));
  const double low = std::max(0.0, probability - h);
  const double high = std::min(1.0, probability + h);
  return (sorted_quantile(sorted, high) - sorted_quantile(sorted, low)) / (high - low);
}

/// The share of values up to the threshold.
double share_up_to(std::span<const double> sorted, double threshold) {
  const auto end = std::upper_bound(sorted.begin(), sorted.end(), threshold);
  return static_cast<double>(end - sorted.begin()) / static_cast<double>(sorted.size());
}

/// Of s1 1{Y1 <= q1} - s0 1{Y0 <= q0}, over the pairs: from its four values, so that it is 0 where all are equal.
double paired_variance(std::span<const double> y, double q1, double s1, std::span<const double> reference, double q0,
                       double s0) {
  std::array<std::size_t, 4> counts = {};
  for (std::size_t i = 0; i < y.size(); ++i)
    ++counts[static_cast<std::size_t>(y[i] <= q1) + 2 * static_cast<std::size_t>(reference[i] <= q0)];
  const std::array<double, 4> values = {0.0, s1, -s0, s1 - s0};
  const auto n = static_cast<double>(y.size());
  double mean = 0.0;
  for (std::size_t k = 0; k < counts.size(); ++k) mean += static_cast<double>(counts[k]) / n * values[k];
  double variance = 0.0;
  for (std::size_t k = 0; k < counts.size(); ++k)
    variance += static_cast<double>(counts[k]) / n * (values[k] - mean) * (values[k] - mean);
  return variance;
}

}  // namespace

QuantileEffect quantile_effect(Sampling pairing, double probability, std::span<const double> sorted,
                               std::span<const double> sorted_reference, std::span<const double> y,
                               std::span<const double> reference) {
  const double q1 = sorted_quantile(sorted, probability);
  const double q0 = sorted_quantile(sorted_reference, probability);
  QuantileEffect result{q1 - q0, std::numeric_limits<double>::quiet_NaN()};
  if (sorted.size() < 2 || sorted_reference.size() < 2) return result;
  const double s1 = sparsity(sorted, probability);
  const double s0 = sparsity(sorted_reference, probability);
  const auto n1 = static_cast<double>(sorted.size());
  const auto n0 = static_cast<double>(sorted_reference.size());
  double variance = 0.0;
  if (pairing == Sampling::paired) {
    variance = paired_variance(y, q1, s1, reference, q0, s0) / n1;
  } else {
    const double p1 = share_up_to(sorted, q1);
    const double p0 = share_up_to(sorted_reference, q0);
    variance = s1 * s1 * p1 * (1.0 - p1) / n1 + s0 * s0 * p0 * (1.0 - p0) / n0;
  }
  result.standard_error = std::sqrt(variance);
  return result;
}

}  // namespace dosde
