#include "engine/expression/exact_number.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace dosde {
namespace {

TEST(ExactNumber, is_every_double_and_back) {
  std::mt19937_64 generator(11);
  for (int i = 0; i < 2000; ++i) {
    const double value = std::ldexp(static_cast<double>(generator()), static_cast<int>(generator() % 1900) - 1000);
    EXPECT_EQ(nearest_double(exact(value)), value);
    EXPECT_EQ(nearest_double(exact(-value)), -value);
  }
  EXPECT_EQ(nearest_double(exact(0.0)), 0.0);
  EXPECT_EQ(nearest_double(exact(std::numeric_limits<double>::max())), std::numeric_limits<double>::max());
  EXPECT_EQ(nearest_double(exact(std::numeric_limits<double>::denorm_min())),
            std::numeric_limits<double>::denorm_min());
}

TEST(ExactNumber, does_not_round) {
  EXPECT_NE(exact(0.1) + exact(0.2), exact(0.3));
  EXPECT_EQ((exact(1e16) + 1) - exact(1e16), 1);
  EXPECT_EQ(nearest_double(exact(1.0) / 3), 1.0 / 3.0);
  EXPECT_EQ(nearest_double(exact(-2.0) / 7), -2.0 / 7.0);
}

TEST(ExactNumber, knows_the_ends_of_the_doubles) {
  EXPECT_FALSE(nearest_double(exact(1e308) * 10).has_value());
  EXPECT_FALSE(nearest_double(exact(1e-300) * exact(1e-300)).has_value());
  EXPECT_TRUE(is_manageable(exact(1e308) * exact(1e308)));
  EXPECT_FALSE(is_manageable(integer_power_of(exact(1e308), 16)));
  EXPECT_GT(effort_of(integer_power_of(exact(1e308), 16)), effort_of(3));
}

TEST(ExactNumber, has_integer_powers) {
  EXPECT_EQ(integer_power_of(3, 4), 81);
  EXPECT_EQ(integer_power_of(2, -2), ExactNumber(1, 4));
  EXPECT_EQ(integer_power_of(5, 0), 1);
}

TEST(ExactNumber, has_square_roots_in_parts) {
  const SquareRoot root = square_root_of(ExactNumber(12, 5));
  EXPECT_EQ(root.factor, ExactNumber(2, 5));
  EXPECT_EQ(root.radicands, (std::vector<ExactNumber>{3, 5}));
  EXPECT_EQ(square_root_of(ExactNumber(9, 16)).factor, ExactNumber(3, 4));
  EXPECT_TRUE(square_root_of(ExactNumber(9, 16)).radicands.empty());
  EXPECT_EQ(square_root_of(101 * 101).factor, 101) << "the square of a prime that is not tried";
  EXPECT_EQ(square_root_of(ExactNumber(2 * 101 * 103)).radicands, (std::vector<ExactNumber>{2, 101 * 103}));
}

TEST(ExactNumber, is_the_square_of_its_root) {
  std::mt19937_64 generator(12);
  for (int i = 0; i < 300; ++i) {
    const ExactNumber number = exact(std::ldexp(static_cast<double>(1 + generator() % 100000), i - 150)) / 7;
    const SquareRoot root = square_root_of(number);
    ExactNumber square = root.factor * root.factor;
    for (const auto& radicand : root.radicands) square *= radicand;
    EXPECT_EQ(square, number);
  }
}

}  // namespace
}  // namespace dosde
