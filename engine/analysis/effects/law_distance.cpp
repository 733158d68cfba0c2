#include "engine/analysis/effects/law_distance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace dosde {
namespace {

constexpr double root_two_over_pi = 0.7978845608028654;

/// E |sum of k random signs|: 1, 1, 3/2, 3/2, 15/8, … and from `known` on its limit √(2k/π).
class MeanDistanceOfWalk {
 public:
  MeanDistanceOfWalk() {
    double value = 1.0;
    for (std::size_t k = 1; k + 1 < known; k += 2) {
      means_[k] = means_[k + 1] = value;
      value *= static_cast<double>(k + 2) / static_cast<double>(k + 1);
    }
  }
  [[nodiscard]] double operator()(std::size_t signs) const {
    return signs < known ? means_[signs] : root_two_over_pi * std::sqrt(static_cast<double>(signs));
  }

 private:
  static constexpr std::size_t known = 1025;
  std::array<double, known> means_ = {};
};

/// What is integrated for the floors: under equal laws, of F1 - F0 at x.
struct NullLaw {
  double mean_distance = 0.0;  ///< E |F1 - F0|
  double variance = 0.0;
};

/// Integrals over x by the steps of both distribution functions. null_law(x, ranks): `x` only grows.
template <class Law>
LawDistance integrate(std::span<const double> sorted, std::span<const double> sorted_reference, Law null_law) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (sorted.empty() || sorted_reference.empty()) return {nan, nan, nan, nan};
  const auto n1 = static_cast<double>(sorted.size());
  const auto n0 = static_cast<double>(sorted_reference.size());
  LawDistance sum;
  std::size_t i = 0;
  std::size_t j = 0;
  double x = std::min(sorted[0], sorted_reference[0]);
  while (true) {
    while (i < sorted.size() && sorted[i] <= x) ++i;
    while (j < sorted_reference.size() && sorted_reference[j] <= x) ++j;
    if (i == sorted.size() && j == sorted_reference.size()) break;
    const double next = i == sorted.size()             ? sorted_reference[j]
                        : j == sorted_reference.size() ? sorted[i]
                                                       : std::min(sorted[i], sorted_reference[j]);
    const double width = next - x;
    const double gap = static_cast<double>(i) / n1 - static_cast<double>(j) / n0;
    const NullLaw null = null_law(x, i, j);
    sum.wasserstein += std::fabs(gap) * width;
    sum.energy += gap * gap * width;
    sum.wasserstein_floor += null.mean_distance * width;
    sum.energy_floor += null.variance * width;
    x = next;
  }
  sum.energy = std::sqrt(2.0 * sum.energy);
  sum.energy_floor = std::sqrt(2.0 * sum.energy_floor);
  return sum;
}

}  // namespace

LawDistance paired_law_distance(std::span<const double> sorted, std::span<const double> sorted_reference,
                                std::span<const double> sorted_minima) {
  static const MeanDistanceOfWalk mean_distance;
  const auto n = static_cast<double>(sorted.size());
  std::size_t minima = 0;
  return integrate(sorted, sorted_reference, [&](double x, std::size_t i, std::size_t j) -> NullLaw {
    while (minima < sorted_minima.size() && sorted_minima[minima] <= x) ++minima;
    // Of i + j values up to x, `minima` are the smaller of their pair; the others' pairs are wholly up to x.
    const std::size_t parted = 2 * minima - i - j;
    return {mean_distance(parted) / n, static_cast<double>(parted) / (n * n)};
  });
}

LawDistance independent_law_distance(std::span<const double> sorted, std::span<const double> sorted_reference) {
  const auto n1 = static_cast<double>(sorted.size());
  const auto n0 = static_cast<double>(sorted_reference.size());
  return integrate(sorted, sorted_reference, [&](double /*x*/, std::size_t i, std::size_t j) -> NullLaw {
    const double share = static_cast<double>(i + j) / (n1 + n0);
    const double variance = share * (1.0 - share) * (1.0 / n1 + 1.0 / n0);
    return {root_two_over_pi * std::sqrt(variance), variance};
  });
}

}  // namespace dosde
