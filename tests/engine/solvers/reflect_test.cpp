#include "engine/solvers/reflect.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

double fold(double x, const std::optional<Expression>& lower, const std::optional<Expression>& upper) {
  return evaluate_scalar(reflect_into_bounds(Expression::symbol("x"), lower, upper), {{{"x", x}}, {}});
}

TEST(Reflect, FoldsIntoBoundsOnceAndAtMostToTheOther) {
  EXPECT_EQ(fold(0.25, Expression(0.0), std::nullopt), 0.25);
  EXPECT_EQ(fold(-0.25, Expression(0.0), std::nullopt), 0.25);
  EXPECT_EQ(fold(1.5, std::nullopt, Expression(1.0)), 0.5);
  EXPECT_EQ(fold(9.0, Expression(0.0), Expression(1.0)), 0.0);
  EXPECT_EQ(fold(-9.0, Expression(0.0), Expression(1.0)), 1.0);
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
