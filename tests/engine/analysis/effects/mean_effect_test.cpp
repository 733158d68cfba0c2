#include "engine/analysis/effects/mean_effect.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace dosde {
namespace {

TEST(MeanEffect, of_pairs_is_known) {
  const std::vector<double> y = {1.0, 4.0, 2.0};
  const std::vector<double> reference = {0.0, 1.0, 2.0};
  const MeanEffect effect = paired_mean_effect(y, reference);
  // Differences 1, 3, 0: mean 4/3, variance 7/3; var Y1 = 7/3, var Y0 = 1.
  EXPECT_DOUBLE_EQ(effect.mean, 7.0 / 3.0);
  EXPECT_DOUBLE_EQ(effect.reference_mean, 1.0);
  EXPECT_DOUBLE_EQ(effect.effect, 4.0 / 3.0);
  EXPECT_DOUBLE_EQ(effect.standard_error, std::sqrt(7.0) / 3.0);
  EXPECT_DOUBLE_EQ(effect.variance_ratio, 0.7);
  EXPECT_DOUBLE_EQ(effect.degrees_of_freedom, 2.0);
}

TEST(MeanEffect, of_equal_differences_has_no_error_at_all) {
  std::vector<double> y(1000), reference(1000);
  for (std::size_t i = 0; i < y.size(); ++i) {
    reference[i] = static_cast<double>(i * i % 251) / 256.0;
    y[i] = reference[i] + 0.3125;  // exact
  }
  const MeanEffect effect = paired_mean_effect(y, reference);
  EXPECT_EQ(effect.effect, 0.3125);
  EXPECT_EQ(effect.standard_error, 0.0);
  EXPECT_EQ(effect.variance_ratio, 0.0);
  const MeanEffect none = paired_mean_effect(reference, reference);
  EXPECT_EQ(none.effect, 0.0);
  EXPECT_EQ(none.standard_error, 0.0);
}

TEST(MeanEffect, between_independent_samples_is_welchs) {
  const std::vector<double> y = {1.0, 4.0, 2.0, 5.0};  // mean 3, variance 10/3
  const std::vector<double> reference = {0.0, 1.0, 2.0};
  const MeanEffect effect = independent_mean_effect(y, reference);
  EXPECT_DOUBLE_EQ(effect.effect, 2.0);
  const double a = 10.0 / 12.0;
  const double b = 1.0 / 3.0;
  EXPECT_DOUBLE_EQ(effect.standard_error, std::sqrt(a + b));
  EXPECT_DOUBLE_EQ(effect.degrees_of_freedom, (a + b) * (a + b) / (a * a / 3.0 + b * b / 2.0));
  EXPECT_TRUE(std::isnan(effect.variance_ratio));
}

TEST(MeanEffect, of_too_few_is_nan) {
  const std::vector<double> one = {1.0};
  EXPECT_EQ(paired_mean_effect(one, one).effect, 0.0);
  EXPECT_TRUE(std::isnan(paired_mean_effect(one, one).standard_error));
  EXPECT_TRUE(std::isnan(paired_mean_effect({}, {}).effect));
  EXPECT_TRUE(std::isnan(independent_mean_effect(one, {}).effect));
}

}  // namespace
}  // namespace dosde
