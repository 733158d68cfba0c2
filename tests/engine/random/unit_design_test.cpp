#include "engine/random/unit_design.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

#include "engine/random/stream_key.hpp"

namespace dosde {
namespace {

std::vector<std::uint64_t> keys(std::size_t axes, std::uint64_t seed) {
  std::vector<std::uint64_t> made;
  for (std::size_t axis = 0; axis < axes; ++axis)
    made.push_back(stream_key(seed, StreamKind::design, std::to_string(axis)));
  return made;
}

/// Is there exactly one point in every stratum of every axis?
void expect_one_a_stratum(const std::vector<double>& points, std::size_t axes) {
  const std::size_t count = points.size() / axes;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    std::set<std::int64_t> strata;
    for (std::size_t i = 0; i < count; ++i) {
      const double u = points[i * axes + axis];
      EXPECT_GE(u, 0.0);
      EXPECT_LT(u, 1.0);
      strata.insert(static_cast<std::int64_t>(std::floor(u * static_cast<double>(count))));
    }
    EXPECT_EQ(strata.size(), count) << "axis " << axis << " of " << count << " points";
  }
}

TEST(LatinHypercube, HasOnePointInEveryStratumOfEveryAxis) {
  for (const std::int64_t count : {1, 2, 7, 64, 1000})
    for (const std::uint64_t seed : {0, 1, 42}) expect_one_a_stratum(latin_hypercube(count, keys(3, seed)), 3);
}

TEST(LatinHypercube, PairsTheAxesAtRandom) {
  // Under independent permutations the rank correlation of n points has mean 0 and variance 1/(n-1); k = 5.
  const std::int64_t n = 1000;
  const auto points = latin_hypercube(n, keys(2, 5));
  double sum = 0.0;
  for (std::int64_t i = 0; i < n; ++i)
    sum += (points[static_cast<std::size_t>(2 * i)] - 0.5) * (points[static_cast<std::size_t>(2 * i + 1)] - 0.5);
  EXPECT_NEAR(12.0 * sum / static_cast<double>(n), 0.0, 5.0 / std::sqrt(static_cast<double>(n - 1)));
}

TEST(LatinHypercube, AnAxisKeepsItsNumbersWhenAnotherIsAdded) {
  const auto two = latin_hypercube(10, keys(2, 3));
  const auto three = latin_hypercube(10, keys(3, 3));
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(two[2 * i + 1], three[3 * i + 1]);
  EXPECT_NE(two, latin_hypercube(10, keys(2, 4)));
}

TEST(Sobol, BeginsAsJoeAndKuoHaveIt) {
  EXPECT_EQ(sobol_points(5, {0, 0, 0}), (std::vector<double>{0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 0.75, 0.25, 0.25, 0.25, 0.75,
                                                             0.75, 0.375, 0.375, 0.625}));
}

TEST(Sobol, ScrambledPointsAreBalancedOnEveryAxisAndOnEveryElementaryIntervalOfTheFirstTwo) {
  // The first two axes are a (0, m, 2)-net in base 2: every box of area 2^-m has one of 2^m points. The digital shift
  // moves boxes onto boxes.
  constexpr int m = 8;
  constexpr std::size_t count = 1 << m;
  for (const std::uint64_t seed : {0, 1, 42}) {
    const auto points = sobol_points(count, keys(5, seed));
    expect_one_a_stratum(points, 5);
    for (int split = 0; split <= m; ++split) {
      std::set<std::pair<int, int>> boxes;
      for (std::size_t i = 0; i < count; ++i)
        boxes.insert({static_cast<int>(std::ldexp(points[5 * i], split)),
                      static_cast<int>(std::ldexp(points[5 * i + 1], m - split))});
      EXPECT_EQ(boxes.size(), count) << "2^" << split << " columns";
    }
  }
  EXPECT_NE(sobol_points(count, keys(5, 0)), sobol_points(count, keys(5, 1)));
}

}  // namespace
}  // namespace dosde
