#include "engine/analysis/effects/quantiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace dosde {
namespace {

TEST(LinearQuantiles, OfSmallSetsAreKnown) {
  std::vector<double> values = {4.0, 1.0, 3.0, 2.0};
  const double probabilities[] = {0.0, 0.25, 0.5, 0.75, 1.0};
  EXPECT_EQ(linear_quantiles(values, probabilities), (std::vector<double>{1.0, 1.75, 2.5, 3.25, 4.0}));
  std::vector<double> one = {7.0};
  EXPECT_EQ(linear_quantiles(one, probabilities), std::vector<double>(5, 7.0));
  for (const double quantile : linear_quantiles({}, probabilities)) EXPECT_TRUE(std::isnan(quantile));
}

TEST(LinearQuantiles, ComeFromTheSortedValues) {
  std::mt19937 generator(5);
  std::normal_distribution<double> normal;
  const std::vector<double> probabilities = {0.001, 0.01, 0.01001, 0.3, 0.5, 0.9, 0.999};
  for (const std::size_t count : {2U, 3U, 10U, 101U, 1000U}) {
    std::vector<double> values(count);
    for (double& value : values) value = normal(generator);
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const std::vector<double> found = linear_quantiles(values, probabilities);
    for (std::size_t k = 0; k < probabilities.size(); ++k) {
      const double position = static_cast<double>(count - 1) * probabilities[k];
      const auto below = static_cast<std::size_t>(position);
      const double share = position - std::floor(position);
      EXPECT_NEAR(found[k], std::lerp(sorted[below], sorted[std::min(below + 1, count - 1)], share), 1e-15 * 10);
    }
  }
}

}  // namespace
}  // namespace dosde
