#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"
#include "tests/engine/expression/random_formula.hpp"

namespace dosde {
namespace {

TEST(Text, reads_back_as_the_same_node) {
  EXPECT_TRUE(holds("parse(to_text(e)) is e", [] {
    const Expression expression = simplified(*any_formula(5));
    const std::string text = to_text(expression);
    RC_LOG() << text << "\n";
    RC_ASSERT(parse_expression(text, NameRule::internal).is_same(expression));
  }));
}

TEST(Text, writes_doubles_with_the_fewest_digits_that_read_back) {
  EXPECT_TRUE(holds("every double reads back", [] {
    const double value = *rc::gen::arbitrary<double>();
    RC_PRE(std::isfinite(value));
    const Expression number(value);
    RC_ASSERT(parse_expression(to_text(number)).is_same(number));
  }));
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(100000.0), "100000");
  EXPECT_EQ(to_text(1e22), "1e22");
  EXPECT_EQ(to_text(1.5e-7), "1.5e-7");
  EXPECT_EQ(to_text(-2.0), "-2");
  EXPECT_EQ(to_text(1.0 / 3.0), "0.3333333333333333");
}

TEST(Text, is_what_a_person_would_write) {
  for (const char* text : {"b*x - y",
                           "theta*(mu - x)",
                           "-theta*(x - mu)",
                           "r*x*(1 - x/k)",
                           "a + b + c",
                           "a*b*c",
                           "a - (b - c)",
                           "a/(b*c)",
                           "a/(b/c)",
                           "a*(b/c)",
                           "(a + b)^2",
                           "-x^2",
                           "(-2)^x",
                           "2^x^y",
                           "(2^x)^y",
                           "x^(-2)",
                           "x^(-y)",
                           "x^(-0.5)",
                           "a < b and b < c",
                           "a or b and c",
                           "c and (a or b)",
                           "not (a and b)",
                           "x > 0",
                           "x == 1",
                           "where(x > 0, log(x), 0)",
                           "atan2(y, x)",
                           "min(a, b)",
                           "1 + x^2",
                           "exp(-x)",
                           "sigma*sqrt(x)",
                           "x - y + z",
                           "-x - y",
                           "2*x - 3*y",
                           "-2*x",
                           "-2/x"}) {
    EXPECT_EQ(to_text(parse_expression(text)), text);
  }
  EXPECT_EQ(to_text(parse_expression("-(x - y)/z")), "(y - x)/z");
  EXPECT_EQ(to_text(parse_expression("-((x - y)/z)")), "-((x - y)/z)");
  EXPECT_EQ(to_text(parse_expression("-((0*a)*x)")), "-(0*a*x)");
}

TEST(Text, writes_internal_names_and_lookups) {
  const Expression e =
      Expression::symbol("dW:weather") * Expression::make_lookup("dose", Expression::symbol("t") - 1.0);
  EXPECT_EQ(to_text(e), "dW:weather*lookup(dose, t - 1)");
  EXPECT_TRUE(parse_expression(to_text(e), NameRule::internal).is_same(e));
  EXPECT_THROW(parse_expression(to_text(e)), Error);
}

TEST(Text, is_refused_where_it_would_never_end) {
  Expression x = Expression::symbol("x");
  for (int i = 0; i < 60; ++i) x = sin(x) * cos(x);
  EXPECT_THROW(to_text(x), Error);
  EXPECT_EQ(to_short_text(x, 10).size(), 13U);
  EXPECT_EQ(to_short_text(Expression::symbol("y"), 10), "y");
}

}  // namespace
}  // namespace dosde
