#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace dosde {

/// The standard normal distribution function.
inline double normal_distribution(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Probability that a Kolmogorov–Smirnov distance as large as that of `values` from `distribution` arises by chance:
/// the leading term of Kolmogorov's series, 2 exp(-2 n D²), exact enough wherever it is small.
template <class Distribution>
double kolmogorov_smirnov_probability(std::vector<double> values, const Distribution& distribution) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double f = distribution(values[i]);
    distance = std::max({distance, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return std::min(1.0, 2 * std::exp(-2 * n * distance * distance));
}

/// The same for the Anderson–Darling statistic against the standard normal, which weighs the tails:
/// P(A² > a) ~ √3 erfc(√a), the tail of Σ χ²_j / (j(j+1)) (Zolotarev's theorem: the leading term has weight 1/2, and
/// Π_{j>=2} (1 - 2/(j(j+1)))^-1/2 = √3). Within 12 % from the 5 % point on.
inline double anderson_darling_probability(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double log_below = std::log(normal_distribution(values[i]));
    const double log_above = std::log(normal_distribution(-values[n - 1 - i]));
    sum += static_cast<double>(2 * i + 1) * (log_below + log_above);
  }
  const double statistic = -static_cast<double>(n) - sum / static_cast<double>(n);
  return std::min(1.0, std::sqrt(3.0) * std::erfc(std::sqrt(statistic)));
}

/// √n times the sample correlation of two series with known mean 0 and variance 1: standard normal if independent.
inline double correlation_score(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum / std::sqrt(static_cast<double>(a.size()));
}

}  // namespace dosde
