#include "io/result/quantiles.hpp"

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
    const double share = position - std::floor(position);
    const double distance = high - low;
    quantiles.push_back(share < 0.5 ? low + distance * share : high - distance * (1.0 - share));
  }
  return quantiles;
}

}  // namespace dosde
