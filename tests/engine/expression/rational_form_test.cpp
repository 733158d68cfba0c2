#include "engine/expression/rational_form.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

bool have_equal_forms(const std::string& a, const std::string& b) {
  // Atoms are numbered as they are met: only formulas of one expansion can be compared.
  return rational_form(parse_expression("(" + a + ") - (" + b + ")")).numerator.empty();
}

TEST(RationalForm, expands_arithmetic) {
  EXPECT_TRUE(have_equal_forms("(x + 1)^4", "x^4 + 4*x^3 + 6*x^2 + 4*x + 1"));
  EXPECT_TRUE(have_equal_forms("x^-2*x^3", "x"));
  EXPECT_TRUE(have_equal_forms("fma(x, 2, y)", "2*x + y"));
  EXPECT_FALSE(have_equal_forms("x^2", "x^3"));
}

TEST(RationalForm, knows_functions_by_their_expanded_operands) {
  EXPECT_TRUE(have_equal_forms("log(x*(x + 1))", "log(x^2 + x)"));
  EXPECT_TRUE(have_equal_forms("x^(a + a)", "x^(2*a)"));
  EXPECT_FALSE(have_equal_forms("sin(x)", "cos(x)"));
  EXPECT_FALSE(have_equal_forms("atan2(x, y)", "atan2(y, x)"));
}

TEST(RationalForm, evaluates_functions_at_zero_only_where_that_is_rational) {
  EXPECT_TRUE(have_equal_forms("sigmoid(x - x)", "0.5"));
  EXPECT_TRUE(have_equal_forms("cos(x - x)", "1"));
  EXPECT_FALSE(have_equal_forms("softplus(x - x)", "0.6931471805599453"));
}

TEST(RationalForm, takes_numbers_out_of_roots_and_knows_their_squares) {
  EXPECT_TRUE(have_equal_forms("sqrt(6*x)*sqrt(x)", "sqrt(2*x)*sqrt(3*x)"));
  EXPECT_TRUE(have_equal_forms("sqrt(x*y + x)", "sqrt(9*x*(1 + y))/3"));
  EXPECT_TRUE(have_equal_forms("sqrt(1 + x)^5", "sqrt(1 + x)*(1 + 2*x + x^2)"));
  EXPECT_TRUE(have_equal_forms("y/sqrt(1 + x)", "y*sqrt(1 + x)/(1 + x)"));
  EXPECT_FALSE(have_equal_forms("sqrt(-4*x)", "2*sqrt(x)")) << "a minus stays inside";
  EXPECT_FALSE(have_equal_forms("sqrt(x^2)", "x"));
  EXPECT_FALSE(have_equal_forms("sqrt(x + y)", "sqrt(x) + sqrt(y)"));
}

TEST(RationalForm, makes_an_atom_of_what_is_too_large) {
  const Fraction form = rational_form(parse_expression("((a + b + c + d + e + f)^8)^16"));
  ASSERT_EQ(form.numerator.size(), 1U);
}

}  // namespace
}  // namespace dosde
