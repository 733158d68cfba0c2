#include "engine/expression/smoothness.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

TEST(Smoothness, EdgesAreSeenWhereTheSymbolsMakeThem) {
  for (const char* text : {"sign(x)", "floor(2*x)", "abs(x)", "max(x, y)", "min(1, x)", "where(x > 0, 1, -1)",
                           "2*(x > 0) - 1", "where(x, a, b)", "a + b*exp(abs(x - 1))", "(x < 1) and (y < 1)"})
    EXPECT_FALSE(is_smooth_in(parse_expression(text), {"x"})) << text;
  for (const char* text : {"x", "a*x + b", "sqrt(x)*sin(x)^2", "sign(y)*x", "where(t > 1, x, 2*x)", "max(y, a)*x"})
    EXPECT_TRUE(is_smooth_in(parse_expression(text), {"x"})) << text;
  EXPECT_FALSE(is_smooth_in(parse_expression("sign(y)*x"), {"x", "y"}));
}

TEST(Smoothness, JumpsAreToldFromKinks) {
  for (const char* text : {"sign(x)", "floor(2*x)", "where(x > 0, 1, 3)", "x*where(1 < x, 0.2, 0.6)", "2 + (x > 0)",
                           "exp(sign(x))", "where(y > 0, sign(x), 0)", "where(x > 0, x, 1)", "where(x*y > 1, x, y)"})
    EXPECT_TRUE(may_jump_in(parse_expression(text), {"x"})) << text;
  for (const char* text : {"x", "abs(x)", "max(x, 1)", "where(y > 0, x, 1)", "sign(y) + x", "where(x > 0, sqrt(x), 0)",
                           "where(x < 2*y, x, 2*y)", "where(1 <= x, x^2, 2*x - 1)", "relu(x)"})
    EXPECT_FALSE(may_jump_in(parse_expression(text), {"x"})) << text;
}

}  // namespace
}  // namespace dosde
