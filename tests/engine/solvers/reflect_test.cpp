#include "engine/solvers/reflect.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

double fold(double x, const std::optional<Expression>& lower, const std::optional<Expression>& upper) {
  return evaluate_scalar(reflect_into_bounds(Expression::symbol("x"), lower, upper), {{{"x", x}}, {}});
}

/// By reflections alone, one after the other.
double fold_in_turns(double x, double lower, double upper) {
  while (x < lower || x > upper) x = x < lower ? lower + (lower - x) : upper - (x - upper);
  return x;
}

TEST(Reflect, FoldsIntoBounds) {
  EXPECT_EQ(fold(0.25, Expression(0.0), std::nullopt), 0.25);
  EXPECT_EQ(fold(-0.25, Expression(0.0), std::nullopt), 0.25);
  EXPECT_EQ(fold(1.5, std::nullopt, Expression(1.0)), 0.5);
  EXPECT_EQ(fold(9.0, Expression(0.0), Expression(1.0)), 1.0);
  EXPECT_EQ(fold(9.25, Expression(0.0), Expression(1.0)), 0.75);
  EXPECT_EQ(fold(-9.0, Expression(0.0), Expression(1.0)), 1.0);
  EXPECT_EQ(fold(-8.75, Expression(0.0), Expression(1.0)), 0.75);
}

// One fold has the bits that it always had; more are what turn after turn of reflections gives, up to its rounding.
TEST(Reflect, FoldsAsOftenAsItTakes) {
  std::uint64_t word = 5;
  int folded_once = 0, folded_often = 0;
  for (const auto& [lower, upper] : std::vector<std::pair<double, double>>{{0.0, 1.0}, {-0.1, 0.7}, {99.9, 100.3}}) {
    const double width = upper - lower;
    for (int n = 0; n < 4000; ++n) {
      word = word * 6364136223846793005ULL + 1442695040888963407ULL;
      const double x =
          lower + width * ((n % 2 == 0 ? 3.0 : 60.0) * (static_cast<double>(word >> 11U) * 0x1p-53 - 0.5) + 0.5);
      const double found = fold(x, Expression(lower), Expression(upper));
      if (x >= lower - width && x <= upper + width && std::abs(found - lower) > 1e-9 &&
          std::abs(found - upper) > 1e-9) {
        EXPECT_EQ(found, fold_in_turns(x, lower, upper)) << x;
        folded_once += x < lower || x > upper ? 1 : 0;
      } else {
        EXPECT_NEAR(found, fold_in_turns(x, lower, upper), 1e-14 * (std::abs(x) + 60.0)) << x;
        ++folded_often;
      }
      EXPECT_TRUE(found >= lower && found <= upper) << x;
    }
  }
  EXPECT_GT(folded_once, 3000);
  EXPECT_GT(folded_often, 4000);
}

TEST(Reflect, IsDefinedForBoundsFarApartAndCrossed) {
  EXPECT_EQ(fold(3.5, Expression(-1.7e308), Expression(1.7e308)), 3.5);
  EXPECT_EQ(fold(3.5, Expression(2.0), Expression(2.0)), 2.0);
  EXPECT_EQ(fold(3.5, Expression(2.0), Expression(1.0)), 1.0);
}

TEST(Reflect, HidesNoDivergence) {
  EXPECT_TRUE(std::isnan(fold(-HUGE_VAL, Expression(0.0), Expression(1.0))));
  EXPECT_TRUE(std::isnan(fold(std::nan(""), Expression(0.0), std::nullopt)));
}

TEST(Reflect, WithoutBoundsIsTheValueItself) {
  const Expression x = Expression::symbol("x");
  EXPECT_TRUE(reflect_into_bounds(x, std::nullopt, std::nullopt).is_same(x));
}

}  // namespace
}  // namespace dosde
