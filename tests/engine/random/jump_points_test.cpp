// The Poisson random measure of a jump source. Bounds of k = 4.5 standard errors: one false alarm in 150,000.

#include "engine/random/jump_points.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/random/jump_window.hpp"

namespace dosde {
namespace {

constexpr double k = 4.5;
constexpr std::uint64_t jump_key = 0x123456789abcdef0;

std::vector<JumpPoint> points_of(std::uint64_t trajectory, std::uint64_t cell, double below) {
  std::vector<JumpPoint> points;
  visit_points(jump_key, trajectory, cell, below, [&](const JumpPoint& point) { points.push_back(point); });
  return points;
}

/// The inverse of the distribution function, against sums of its own chances.
TEST(JumpPoints, CountsInvertThePoissonDistribution) {
  for (const double mean : {1.0, 2.0, 8.0, 32.0, 128.0}) {
    double sum = 0.0;
    for (int count = 0; count < 4 * static_cast<int>(mean); ++count) {
      const double before = sum;
      sum += std::exp(count * std::log(mean) - mean - std::lgamma(count + 1.0));
      if (sum - before < 1e-9) continue;
      EXPECT_EQ(count_points(mean, before + 1e-3 * (sum - before)), count) << mean;
      EXPECT_EQ(count_points(mean, sum - 1e-3 * (sum - before)), count) << mean;
    }
  }
}

/// Below a height the number of points is Poisson with that mean: mean and variance.
TEST(JumpPoints, NumbersBelowAHeightHaveItForMeanAndVariance) {
  for (const double height : {0.1, 0.7, 1.5, 3.0, 20.0, 700.0}) {
    const int cells = height < 100.0 ? 40000 : 2000;
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < cells; ++i) {
      const auto count = static_cast<double>(
          points_of(static_cast<std::uint64_t>(i % 7), static_cast<std::uint64_t>(i), height).size());
      sum += count;
      squares += count * count;
    }
    const double mean = sum / cells;
    EXPECT_NEAR(mean, height, k * std::sqrt(height / cells)) << height;
    // Var of the sample variance: (μ4 - σ⁴)/n = (h + 2h²)/n
    EXPECT_NEAR(squares / cells - mean * mean, height, k * std::sqrt((height + 2.0 * height * height) / cells))
        << height;
  }
}

/// Times, heights within their strip and marks are uniform: mean 1/2, variance 1/12, and not of each other.
TEST(JumpPoints, PlacesAndMarksAreUniformAndApart) {
  double count = 0.0;
  double sums[3] = {}, squares[3] = {}, products[3] = {};
  for (std::uint64_t cell = 0; cell < 20000; ++cell)
    for (const auto& point : points_of(3, cell, 4.0)) {
      const double low = point.height < 1.0 ? 0.0 : point.height < 2.0 ? 1.0 : 2.0;
      const double size = low < 2.0 ? 1.0 : 2.0;
      const double x[3] = {point.time - 0.5, (point.height - low) / size - 0.5, point.mark - 0.5};
      count += 1.0;
      for (int i = 0; i < 3; ++i) {
        sums[i] += x[i];
        squares[i] += x[i] * x[i];
        products[i] += x[i] * x[(i + 1) % 3];
        EXPECT_GT(x[i], -0.5);
        EXPECT_LE(x[i], 0.5);
      }
    }
  EXPECT_NEAR(count, 80000.0, k * std::sqrt(80000.0));
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(sums[i] / count, 0.0, k * std::sqrt(1.0 / 12.0 / count));
    EXPECT_NEAR(squares[i] / count, 1.0 / 12.0, k * std::sqrt(1.0 / 180.0 / count));
    EXPECT_NEAR(products[i] / count, 0.0, k / 12.0 / std::sqrt(count));
  }
}

TEST(JumpPoints, AHigherRateMeetsAllPointsOfALowerOne) {
  for (std::uint64_t cell = 0; cell < 200; ++cell) {
    const auto few = points_of(5, cell, 1.7);
    const auto many = points_of(5, cell, 9.0);
    std::size_t found = 0;
    for (const auto& point : many)
      if (found < few.size() && point.height < 1.7) {
        EXPECT_EQ(point.time, few[found].time);
        EXPECT_EQ(point.mark, few[found++].mark);
      }
    EXPECT_EQ(found, few.size());
    double first = 2.0;
    for (const auto& point : many)
      if (point.time > 0.25 && point.time <= 0.75) first = std::fmin(first, point.time);
    EXPECT_EQ(first_point_time(jump_key, 5, cell, 9.0, 0.25, 0.75), first);
  }
}

TEST(JumpWindow, FindsThePointsThatALookAtAllOfThemFinds) {
  // Heights of a few and of many windows a cell, rates that change on the way, questions backwards.
  for (const double below : {0.4, 7.0, 90.0, 700.0, 5000.0}) {
    JumpWindow window;
    for (std::uint64_t cell = 0; cell < 3; ++cell) {
      double after = 0.0;
      for (int i = 0; i < 400; ++i) {
        const double rate = below * (1.0 + 0.9 * std::sin(0.7 * i));
        const double until = i % 3 == 0 ? 1.0 : after + 0.01;
        const double expected = first_point_time(jump_key, 5, cell, rate, after, until);
        ASSERT_EQ(window.first_time(jump_key, 5, cell, rate, after, until), expected) << below << " " << i;
        std::vector<double> marks, found;
        visit_points(jump_key, 5, cell, rate, [&](const JumpPoint& point) {
          if (point.time == expected) marks.push_back(point.mark);
        });
        window.visit_at(jump_key, 5, cell, rate, expected,
                        [&](const JumpPoint& point) { found.push_back(point.mark); });
        ASSERT_EQ(found, marks);
        after = expected <= 1.0 ? expected : i % 7 == 0 ? 0.0 : 0.5 * after;
      }
    }
  }
}

}  // namespace
}  // namespace dosde
