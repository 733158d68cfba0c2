#include "engine/ensemble/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace dosde {
namespace {

bool are_equal_bits(const Moments& a, const Moments& b) { return std::memcmp(&a, &b, sizeof(Moments)) == 0; }

TEST(Moments, OfTwoSetsTogether) {
  // {1, 3} and {5, 7, 9}: mean 5, squared deviations 16 + 4 + 0 + 4 + 16.
  const Moments left{2.0, 2.0, 2.0, 1.0, 3.0};
  const Moments right{3.0, 7.0, 8.0, 5.0, 9.0};
  const Moments both = merge(left, right);
  EXPECT_EQ(both.count, 5.0);
  EXPECT_DOUBLE_EQ(both.mean, 5.0);
  EXPECT_DOUBLE_EQ(both.sum_of_squares, 40.0);
  EXPECT_EQ(both.minimum, 1.0);
  EXPECT_EQ(both.maximum, 9.0);
}

TEST(Moments, AnEmptySideChangesNoBit) {
  const Moments values{3.0, 0.1, 0.7, -0.3, 1.1};
  EXPECT_TRUE(are_equal_bits(merge(values, Moments{}), values));
  EXPECT_TRUE(are_equal_bits(merge(Moments{}, values), values));
  EXPECT_TRUE(are_equal_bits(merge(Moments{}, Moments{}), Moments{}));
}

TEST(Moments, OfAnUndefinedValueAreUndefinedOnEitherSide) {
  constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
  const Moments none{1.0, undefined, undefined, undefined, undefined};
  const Moments some{2.0, 2.0, 2.0, 1.0, 3.0};
  for (const Moments& both : {merge(none, some), merge(some, none)}) {
    EXPECT_EQ(both.count, 3.0);
    for (const double value : {both.mean, both.sum_of_squares, both.minimum, both.maximum})
      EXPECT_TRUE(std::isnan(value));
  }
}

TEST(Moments, KeepASmallSpreadAroundALargeMean) {
  // 1e9 and 1e9 + 1: the sum of squares minus the square of the sum would lose the spread, 0.5, altogether.
  const Moments both = merge({1.0, 1e9, 0.0, 1e9, 1e9}, {1.0, 1e9 + 1.0, 0.0, 1e9 + 1.0, 1e9 + 1.0});
  EXPECT_EQ(both.sum_of_squares, 0.5);
}

}  // namespace
}  // namespace dosde
