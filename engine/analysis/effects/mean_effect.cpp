#include "engine/analysis/effects/mean_effect.hpp"

#include <cmath>
#include <cstddef>
#include <limits>

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Spread {
  double mean = nan;
  double variance = nan;  ///< unbiased
};

/// Mean and variance of value(0) … value(count - 1), in two passes, counted from the first value.
template <class Value>
Spread spread_of(std::size_t count, Value value) {
  if (count == 0) return {};
  const double origin = value(0);
  const auto n = static_cast<double>(count);
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i) sum += value(i) - origin;
  const double shift = sum / n;
  double squares = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const double deviation = (value(i) - origin) - shift;
    squares += deviation * deviation;
  }
  return {origin + shift, count < 2 ? nan : squares / (n - 1.0)};
}

Spread spread_of(std::span<const double> values) {
  return spread_of(values.size(), [values](std::size_t i) { return values[i]; });
}

}  // namespace

MeanEffect paired_mean_effect(std::span<const double> y, std::span<const double> reference) {
  const Spread own = spread_of(y);
  const Spread other = spread_of(reference);
  const Spread difference = spread_of(y.size(), [y, reference](std::size_t i) { return y[i] - reference[i]; });
  const auto n = static_cast<double>(y.size());
  MeanEffect effect;
  effect.mean = own.mean;
  effect.reference_mean = other.mean;
  effect.effect = difference.mean;
  effect.standard_error = std::sqrt(difference.variance / n);
  effect.degrees_of_freedom = n - 1.0;
  const double independent = own.variance + other.variance;
  effect.variance_ratio = independent > 0.0 ? difference.variance / independent : nan;
  return effect;
}

MeanEffect independent_mean_effect(std::span<const double> y, std::span<const double> reference) {
  const Spread own = spread_of(y);
  const Spread other = spread_of(reference);
  const auto n1 = static_cast<double>(y.size());
  const auto n0 = static_cast<double>(reference.size());
  const double a = own.variance / n1;
  const double b = other.variance / n0;
  MeanEffect effect;
  effect.mean = own.mean;
  effect.reference_mean = other.mean;
  effect.effect = own.mean - other.mean;
  effect.standard_error = std::sqrt(a + b);
  // Welch: (a + b)²/(a²/(n1-1) + b²/(n0-1)), by shares, since the squares may leave the numbers where a and b do not.
  const double share = a / (a + b);
  const double freedom = 1.0 / (share * share / (n1 - 1.0) + (1.0 - share) * (1.0 - share) / (n0 - 1.0));
  effect.degrees_of_freedom = std::isfinite(freedom) ? freedom : n1 + n0 - 2.0;
  effect.variance_ratio = nan;
  return effect;
}

}  // namespace dosde
