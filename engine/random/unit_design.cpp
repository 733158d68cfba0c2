#include "engine/random/unit_design.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <numeric>
#include <utility>

#include "engine/random/uniform.hpp"

namespace dosde {
namespace {

// What a Latin hypercube's uniforms are for: the slot of their counter.
constexpr std::uint16_t permutation_slot = 0;
constexpr std::uint16_t place_slot = 1;

/// 0 … n-1 in a keyed random order (Fisher & Yates).
std::vector<std::int64_t> permutation(std::int64_t n, std::uint64_t key) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  for (std::int64_t last = n - 1; last > 0; --last) {
    const double u = uniform_open(key, static_cast<std::uint64_t>(last), 0, permutation_slot);
    const auto chosen = std::min(static_cast<std::int64_t>(u * static_cast<double>(last + 1)), last);
    std::swap(order[static_cast<std::size_t>(last)], order[static_cast<std::size_t>(chosen)]);
  }
  return order;
}

/// A number in stratum [stratum/n, (stratum+1)/n), rounding included: u runs from 0 to 1 inside it.
double place_in_stratum(std::int64_t stratum, double u, std::int64_t n) {
  const auto count = static_cast<double>(n);
  const double low = static_cast<double>(stratum) / count;
  const double high = static_cast<double>(stratum + 1) / count;
  return std::clamp((static_cast<double>(stratum) + u) / count, low, std::nextafter(high, 0.0));
}

}  // namespace

std::vector<double> latin_hypercube(std::int64_t points, const std::vector<std::uint64_t>& axis_keys) {
  const std::size_t axes = axis_keys.size();
  std::vector<double> coordinates(static_cast<std::size_t>(points) * axes);
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const std::vector<std::int64_t> strata = permutation(points, axis_keys[axis]);
    for (std::size_t point = 0; point < strata.size(); ++point) {
      const double u = uniform_open(axis_keys[axis], point, 0, place_slot);
      coordinates[point * axes + axis] = place_in_stratum(strata[point], u, points);
    }
  }
  return coordinates;
}

std::vector<double> sobol_points(std::int64_t points, const std::vector<std::uint64_t>& axis_shifts) {
  const std::size_t axes = axis_shifts.size();
  std::vector<double> coordinates;
  if (axes == 0) return coordinates;
  coordinates.reserve(static_cast<std::size_t>(points) * axes);
  boost::random::sobol sequence(axes);
  for (std::int64_t point = 0; point < points; ++point) {
    for (const std::uint64_t shift : axis_shifts) {
      const std::uint64_t bits = (point == 0 ? 0 : std::uint64_t{sequence()}) ^ shift;
      coordinates.push_back(static_cast<double>(bits >> 11) * 0x1p-53);
    }
  }
  return coordinates;
}

}  // namespace dosde
