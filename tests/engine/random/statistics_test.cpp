#include "tests/engine/random/statistics.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

std::vector<double> moved(std::vector<double> values, double shift, double stretch) {
  for (double& value : values) value = shift + stretch * value;
  return values;
}

TEST(Statistics, find_a_shift_of_four_hundredths_and_a_stretch_of_four_percent) {
  // Normal quantiles are as normal as can be; moved ones are not. Were the tests below blind to that, the tests of the
  // generator could not fail.
  std::vector<double> quantiles;
  for (int i = 0; i < 20000; ++i) {
    double low = -6, high = 6;
    while (high - low > 1e-9)
      (normal_distribution((low + high) / 2) < (i + 0.5) / 20000 ? low : high) = (low + high) / 2;
    quantiles.push_back(low);
  }
  EXPECT_GT(kolmogorov_smirnov_probability(quantiles, normal_distribution), 0.99);
  EXPECT_GT(anderson_darling_probability(quantiles), 0.9);
  EXPECT_LT(kolmogorov_smirnov_probability(moved(quantiles, 0.04, 1), normal_distribution), 1e-4);
  EXPECT_LT(anderson_darling_probability(moved(quantiles, 0.04, 1)), 1e-6);
  EXPECT_LT(anderson_darling_probability(moved(quantiles, 0, 1.04)), 1e-4);
}

TEST(Statistics, find_a_correlation) {
  std::vector<double> a, b;
  for (int i = 0; i < 10000; ++i) {
    a.push_back(i % 2 == 0 ? 1 : -1);
    b.push_back(i % 10 == 0 ? a.back() : (i / 2 % 2 == 0 ? 1 : -1));
  }
  EXPECT_NEAR(correlation_score(a, a), 100, 1e-9);
  EXPECT_GT(correlation_score(a, b), 5);
}

}  // namespace
}  // namespace dosde
