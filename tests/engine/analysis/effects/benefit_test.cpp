#include "engine/analysis/effects/benefit.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/analysis/effects/samples.hpp"

namespace dosde {
namespace {

TEST(Benefit, of_pairs_counts_each_in_its_own_world) {
  const std::vector<double> y = {1.0, 2.0, 3.0, 0.0};
  const std::vector<double> reference = {0.0, 2.0, 5.0, -1.0};
  const Benefit benefit = paired_benefit(y, reference);
  EXPECT_EQ(benefit.above, 0.5);
  EXPECT_EQ(benefit.equal, 0.25);
  EXPECT_EQ(benefit.standard_error, 0.25);
  EXPECT_TRUE(std::isnan(paired_benefit({}, {}).above));
}

/// All pairs, one by one.
TEST(Benefit, of_independent_samples_is_that_of_all_pairs) {
  Samples samples(3);
  std::vector<double> y = samples.normals(57);
  std::vector<double> reference = samples.normals(40);
  for (double& value : y) value = std::round(2.0 * value) + 1.0;  // ties
  for (double& value : reference) value = std::round(2.0 * value);
  double above = 0.0;
  double equal = 0.0;
  std::vector<double> own(y.size(), 0.0), other(reference.size(), 0.0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    for (std::size_t j = 0; j < reference.size(); ++j) {
      const double wins = y[i] > reference[j] ? 1.0 : 0.0;
      above += wins;
      equal += y[i] == reference[j] ? 1.0 : 0.0;
      own[i] += wins / 40.0;
      other[j] += wins / 57.0;
    }
  }
  const auto variance = [](const std::vector<double>& values) {
    double mean = 0.0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    double squares = 0.0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return squares / static_cast<double>(values.size() - 1);
  };
  const Benefit benefit = independent_benefit(sorted(y), sorted(reference));
  EXPECT_NEAR(benefit.above, above / (57.0 * 40.0), 1e-14);
  EXPECT_NEAR(benefit.equal, equal / (57.0 * 40.0), 1e-14);
  EXPECT_NEAR(benefit.standard_error, std::sqrt(variance(own) / 57.0 + variance(other) / 40.0), 1e-14);
}

}  // namespace
}  // namespace dosde
