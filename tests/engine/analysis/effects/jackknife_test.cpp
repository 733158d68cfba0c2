#include "engine/analysis/effects/jackknife.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/analysis/effects/mean_effect.hpp"
#include "tests/engine/analysis/effects/samples.hpp"

namespace dosde {
namespace {

/// With a value a group it is the standard error of the mean, exactly.
TEST(Jackknife, of_a_mean_is_its_standard_error) {
  Samples samples(1);
  const std::vector<double> values = samples.normals(jackknife_groups);
  double sum = 0.0;
  for (const double value : values) sum += value;
  std::vector<double> without;
  for (const double value : values) without.push_back((sum - value) / (jackknife_groups - 1.0));
  const std::vector<double> zeros(values.size(), 0.0);
  EXPECT_NEAR(jackknife_error(without), paired_mean_effect(values, zeros).standard_error, 1e-14);
}

TEST(Jackknife, needs_two_and_finds_no_spread_in_equal_ones) {
  EXPECT_TRUE(std::isnan(jackknife_error({})));
  EXPECT_TRUE(std::isnan(jackknife_error({1.0})));
  EXPECT_EQ(jackknife_error({0.1, 0.1, 0.1}), 0.0);
}

}  // namespace
}  // namespace dosde
