#include "engine/expression/derivative_along.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

double value_at(const Expression& formula, double x) {
  return evaluate_scalar(formula, {{{"x", x}, {"y", 0.7}, {"c", 1.3}}, {}});
}

Expression own_term(const std::string& text) {
  const Expression g = parse_expression(text);
  return derivative_along(g, g, "x");
}

TEST(DerivativeAlong, IsFiniteWhereARootVanishes) {
  // g dg/dx = d(g^2)/dx / 2 at x = 0, by hand.
  EXPECT_EQ(value_at(own_term("0.5*sqrt(x)"), 0.0), 0.125);
  EXPECT_EQ(value_at(own_term("sqrt(x)*0.5*y"), 0.0), 0.5 * 0.25 * 0.7 * 0.7);
  EXPECT_EQ(value_at(own_term("-sqrt(x)"), 0.0), 0.5);
  EXPECT_EQ(value_at(own_term("sqrt(x)/c"), 0.0), 0.5 / 1.3 / 1.3);
  EXPECT_EQ(value_at(own_term("sqrt(x*(1 - x))"), 0.0), 0.5);
  EXPECT_EQ(value_at(own_term("sqrt(x*(1 - x))"), 1.0), -0.5);
  EXPECT_EQ(value_at(own_term("sqrt(x)*sqrt(1 - x)"), 0.0), 0.5);
  EXPECT_EQ(value_at(own_term("x^0.5"), 0.0), 0.5);
  EXPECT_EQ(value_at(own_term("x^0.75"), 0.0), 0.0);
  EXPECT_EQ(value_at(own_term("sqrt(max(x, 0))"), 0.0), 0.5);  // from the right, where there is noise
}

TEST(DerivativeAlong, CancelsRootsThatTwoRowsShare) {
  const Expression along = derivative_along(parse_expression("c*sqrt(x)"), parse_expression("sqrt(x)*y"), "x");
  EXPECT_DOUBLE_EQ(value_at(along, 0.0), 0.5 * 1.3 * 0.7);
}

TEST(DerivativeAlong, IsTheProductElsewhere) {
  for (const char* direction : {"1", "x", "c*sqrt(x)", "x^0.3", "sqrt(1 + x)*y", "sin(x)", "sqrt(x)^2/y"})
    for (const char* formula : {"y", "x", "c*x", "sqrt(x)", "-y*sqrt(x)*sqrt(1 + x)", "x^0.3/sqrt(1 + x)", "y/sqrt(x)",
                                "sqrt(1 + x^2)", "x^1.5*exp(x)", "sqrt(x) + x"}) {
      const Expression d = parse_expression(direction);
      const Expression f = parse_expression(formula);
      const double product = value_at(d, 0.4) * value_at(differentiate(f, "x"), 0.4);
      EXPECT_NEAR(value_at(derivative_along(d, f, "x"), 0.4), product, 1e-14 * (1.0 + std::abs(product)))
          << direction << " along " << formula;
    }
}

TEST(DerivativeAlong, LeavesFormulasWithoutRootsAlone) {
  EXPECT_TRUE(own_term("c*x").is_same(parse_expression("c*x") * parse_expression("c")));
  EXPECT_TRUE(derivative_along(parse_expression("x"), parse_expression("y"), "x").is_constant(0.0));
}

}  // namespace
}  // namespace dosde
