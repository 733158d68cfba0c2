#include "engine/expression/functions.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

TEST(Functions, build_the_graph_that_the_text_builds) {
  const Expression x = Expression::symbol("x");
  const Expression y = Expression::symbol("y");
  const Expression mixed = where(logical_and(x > 0.0, logical_not(y)), tanh(x) * exp(-y / 3.0), max(relu(x), abs(y)));
  EXPECT_TRUE(mixed.is_same(parse_expression("where(x > 0 and not y, tanh(x)*exp(-y/3), max(relu(x), abs(y)))")));
  EXPECT_TRUE(logical_or(equals(x, y), not_equals(x, 1.0)).is_same(parse_expression("x == y or x != 1")));
}

TEST(Functions, make_integer_powers_of_literal_integers) {
  const Expression x = Expression::symbol("x");
  for (int n = -16; n <= 16; ++n) {
    const Expression power = pow(x, static_cast<double>(n));
    if (n < -1 || n > 1) {
      EXPECT_EQ(power.exponent(), n);
    }
  }
  EXPECT_TRUE(pow(x, 0.0).is_constant(1.0));
  EXPECT_TRUE(pow(x, 1.0).is_same(x));
  EXPECT_TRUE(pow(x, -1.0).is_same(1.0 / x));
  EXPECT_EQ(pow(x, 17.0).operation(), Operation::power);
  EXPECT_EQ(pow(x, 0.5).operation(), Operation::power);
}

TEST(Functions, write_hill_out) {
  const Expression x = Expression::symbol("x");
  EXPECT_EQ(to_text(hill(x, Expression::symbol("k"), 2.0)), "x^2/(k^2 + x^2)");
}

}  // namespace
}  // namespace dosde
