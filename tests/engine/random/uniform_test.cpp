#include "engine/random/uniform.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/engine/random/statistics.hpp"

namespace dosde {
namespace {

std::vector<double> draw(std::uint64_t key, std::uint64_t cell, std::uint16_t slot) {
  std::vector<double> values;
  for (std::uint64_t trajectory = 0; trajectory < 200000; ++trajectory)
    values.push_back(uniform_open(key, trajectory, cell, slot));
  return values;
}

TEST(Uniform, is_the_documented_function_of_its_words) {
  for (std::uint64_t trajectory = 0; trajectory < 1000; ++trajectory) {
    const PhiloxBlock words = philox4x32_10(pack_counter({trajectory, 7, 2}), pack_key(5));
    const std::uint64_t n = std::uint64_t{words.word[1]} << 20 | words.word[0] >> 12;
    EXPECT_EQ(uniform_open(5, trajectory, 7, 2), std::ldexp(static_cast<double>(n) + 0.5, -52));
  }
}

TEST(Uniform, has_recorded_values) {
  // Computed by a separate implementation from the README alone.
  EXPECT_EQ(uniform_open(0, 0, 0, 0), 0x1.c2d38b1acc4fdp-1);
  EXPECT_EQ(uniform_open(0x0123456789abcdef, 1, 2, 3), 0x1.5d81481cb4f1p-5);
}

TEST(Uniform, stays_inside_the_open_interval_on_a_symmetric_grid) {
  for (const double u : draw(1, 0, 0)) {
    ASSERT_GE(u, 0x1p-53);
    ASSERT_LE(u, 1 - 0x1p-53);
    ASSERT_EQ(1 - (1 - u), u);                   // 1 - u is exact
    ASSERT_EQ(std::fmod(u * 0x1p53, 2.0), 1.0);  // an odd multiple of 2^-53
  }
}

TEST(Uniform, is_uniform) {
  // Significance 1e-6.
  EXPECT_GT(kolmogorov_smirnov_probability(draw(2, 0, 0), [](double u) { return u; }), 1e-6);
}

TEST(Uniform, is_uniform_in_its_lowest_bits) {
  // The bit above the constant last one: Binomial(200000, 1/2), standard deviation 223.6, k = 5, false alarms 6e-7.
  int ones = 0;
  for (const double u : draw(3, 0, 0)) ones += static_cast<int>(static_cast<std::uint64_t>(u * 0x1p53) >> 1 & 1);
  EXPECT_NEAR(ones, 100000, 5 * 223.6);
}

TEST(Uniform, is_independent_between_neighbours) {
  // n = 200000, k = 5, five comparisons: false alarms 3e-6.
  const auto standardised = [](std::vector<double> values) {
    for (double& u : values) u = (u - 0.5) * std::sqrt(12.0);
    return values;
  };
  const auto reference = standardised(draw(4, 0, 0));
  auto shifted = reference;
  shifted.erase(shifted.begin());
  EXPECT_LT(std::abs(correlation_score(shifted, reference)), 5);
  EXPECT_LT(std::abs(correlation_score(reference, standardised(draw(4, 1, 0)))), 5);
  EXPECT_LT(std::abs(correlation_score(reference, standardised(draw(4, 0, 1)))), 5);
  EXPECT_LT(std::abs(correlation_score(reference, standardised(draw(5, 0, 0)))), 5);
  EXPECT_LT(std::abs(correlation_score(reference, standardised(draw(4 + (std::uint64_t{1} << 32), 0, 0)))), 5);
}

}  // namespace
}  // namespace dosde
