#include "engine/analysis/effects/benefit.hpp"

#include <cmath>
#include <cstddef>
#include <limits>

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Sums over the values of a sample of the share of another that lies below (or above) each.
struct Placements {
  double sum = 0.0;
  double squares = 0.0;

  void add(double share) {
    sum += share;
    squares += share * share;
  }
  [[nodiscard]] double variance(double count) const { return (squares - sum * sum / count) / (count - 1.0); }
};

}  // namespace

Benefit paired_benefit(std::span<const double> y, std::span<const double> reference) {
  if (y.empty()) return {nan, nan, nan};
  std::size_t above = 0;
  std::size_t equal = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    above += static_cast<std::size_t>(y[i] > reference[i]);
    equal += static_cast<std::size_t>(y[i] == reference[i]);
  }
  const auto n = static_cast<double>(y.size());
  const double share = static_cast<double>(above) / n;
  return {share, static_cast<double>(equal) / n, std::sqrt(share * (1.0 - share) / n)};
}

Benefit independent_benefit(std::span<const double> sorted, std::span<const double> sorted_reference) {
  if (sorted.empty() || sorted_reference.empty()) return {nan, nan, nan};
  const auto n1 = static_cast<double>(sorted.size());
  const auto n0 = static_cast<double>(sorted_reference.size());
  Placements of_own;
  Placements of_reference;
  double equal = 0.0;
  std::size_t below = 0;  // values of the reference below the present one
  std::size_t up_to = 0;  // … and those equal to it
  for (const double value : sorted) {
    while (below < sorted_reference.size() && sorted_reference[below] < value) ++below;
    while (up_to < sorted_reference.size() && sorted_reference[up_to] <= value) ++up_to;
    of_own.add(static_cast<double>(below) / n0);
    equal += static_cast<double>(up_to - below);
  }
  std::size_t not_above = 0;
  for (const double value : sorted_reference) {
    while (not_above < sorted.size() && sorted[not_above] <= value) ++not_above;
    of_reference.add((n1 - static_cast<double>(not_above)) / n1);
  }
  const double variance = of_own.variance(n1) / n1 + of_reference.variance(n0) / n0;
  return {of_own.sum / n1, equal / (n1 * n0), std::sqrt(variance < 0.0 ? 0.0 : variance)};
}

}  // namespace dosde
