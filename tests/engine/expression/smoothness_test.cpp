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

}  // namespace
}  // namespace dosde
