#include "engine/analysis/effects/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace dosde {
namespace {

/// The value of rank `rank`; everything before `sorted_to` is in its place already. Moves `sorted_to` up to the rank.
double order_statistic(std::span<double> values, std::size_t rank, std::size_t& sorted_to) {
  if (rank >= sorted_to) {
    const auto place = [&values](std::size_t k) { return values.begin() + static_cast<std::ptrdiff_t>(k); };
    std::nth_element(place(sorted_to), place(rank), values.end());
    sorted_to = rank + 1;
  }
  return values[rank];
}

/// The value `share` of the way from one order statistic to the next.
double between(double low, double high, double share) {
  const double distance = high - low;
  return share < 0.5 ? low + distance * share : high - distance * (1.0 - share);
}

}  // namespace

std::vector<double> linear_quantiles(std::span<double> values, std::span<const double> probabilities) {
  if (values.empty()) return std::vector<double>(probabilities.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<double> quantiles;
  const std::size_t last = values.size() - 1;
  std::size_t sorted_to = 0;
  for (const double probability : probabilities) {
    const double position = static_cast<double>(last) * probability;
    const auto below = std::min(static_cast<std::size_t>(position), last);
    const double low = order_statistic(values, below, sorted_to);
    if (below == last) {
      quantiles.push_back(low);
      continue;
    }
    const double high = order_statistic(values, below + 1, sorted_to);
    quantiles.push_back(between(low, high, position - std::floor(position)));
  }
  return quantiles;
}

double sorted_quantile(std::span<const double> sorted, double probability) {
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const std::size_t last = sorted.size() - 1;
  const double position = static_cast<double>(last) * probability;
  const auto below = std::min(static_cast<std::size_t>(position), last);
  if (below == last) return sorted[last];
  return between(sorted[below], sorted[below + 1], position - std::floor(position));
}

}  // namespace dosde
