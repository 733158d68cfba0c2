#include "engine/expression/finite_form.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

TEST(FiniteForm, says_whether_a_coefficient_was_rounded) {
  EXPECT_TRUE(finite_form(parse_expression("x/3 + y - y")).is_exact);
  EXPECT_TRUE(finite_form(parse_expression("0.5*x + 0.25*x")).is_exact);
  const FiniteForm rounded = finite_form(parse_expression("0.1*x + 0.2*x"));
  EXPECT_FALSE(rounded.is_exact);
  EXPECT_EQ(to_text(rounded.expression), "0.30000000000000004*x");
}

TEST(FiniteForm, leaves_coefficients_beyond_the_doubles_alone) {
  const Expression e = parse_expression("1e308*(1e308*x) + y");
  EXPECT_TRUE(finite_form(e).expression.is_same(e));
}

TEST(FiniteForm, repeats_until_nothing_changes) {
  // The inner sum vanishes first, then the product, then the outer difference.
  EXPECT_EQ(to_text(finite_form(parse_expression("y + exp(z)*sin(x - x) - y*exp(w - w)")).expression), "0");
}

}  // namespace
}  // namespace dosde
