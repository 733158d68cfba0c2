#include "engine/expression/parse.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

const Expression a = Expression::symbol("a");
const Expression b = Expression::symbol("b");
const Expression c = Expression::symbol("c");
const Expression x = Expression::symbol("x");

double value_of(const std::string& text) { return evaluate_scalar(parse_expression(text), Point{}); }

TEST(Parse, knows_every_function) {
  const std::vector<std::pair<std::string, Expression>> unary{
      {"exp", exp(x)},           {"log", log(x)},
      {"log1p", log1p(x)},       {"expm1", expm1(x)},
      {"sqrt", sqrt(x)},         {"cbrt", cbrt(x)},
      {"sin", sin(x)},           {"cos", cos(x)},
      {"tan", tan(x)},           {"asin", asin(x)},
      {"acos", acos(x)},         {"atan", atan(x)},
      {"sinh", sinh(x)},         {"cosh", cosh(x)},
      {"tanh", tanh(x)},         {"sigmoid", sigmoid(x)},
      {"softplus", softplus(x)}, {"abs", abs(x)},
      {"sign", sign(x)},         {"floor", floor(x)},
      {"relu", relu(x)},         {"inverse_normal", inverse_normal(x)}};
  for (const auto& [name, expected] : unary) EXPECT_TRUE(parse_expression(name + "(x)").is_same(expected)) << name;
  EXPECT_TRUE(parse_expression("atan2(a, b)").is_same(atan2(a, b)));
  EXPECT_TRUE(parse_expression("min(a, b)").is_same(min(a, b)));
  EXPECT_TRUE(parse_expression("max(a, b)").is_same(max(a, b)));
  EXPECT_TRUE(parse_expression("pow(a, b)").is_same(pow(a, b)));
  EXPECT_TRUE(parse_expression("fma(a, b, c)").is_same(fma(a, b, c)));
  EXPECT_TRUE(parse_expression("where(a, b, c)").is_same(where(a, b, c)));
  EXPECT_TRUE(parse_expression("hill(x, a, b)").is_same(pow(x, b) / (pow(a, b) + pow(x, b))));
}

TEST(Parse, knows_every_operator) {
  EXPECT_TRUE(parse_expression("a+b").is_same(a + b));
  EXPECT_TRUE(parse_expression("a-b").is_same(a - b));
  EXPECT_TRUE(parse_expression("a*b").is_same(a * b));
  EXPECT_TRUE(parse_expression("a/b").is_same(a / b));
  EXPECT_TRUE(parse_expression("a^b").is_same(pow(a, b)));
  EXPECT_TRUE(parse_expression("a<b").is_same(a < b));
  EXPECT_TRUE(parse_expression("a<=b").is_same(a <= b));
  EXPECT_TRUE(parse_expression("a>b").is_same(b < a));
  EXPECT_TRUE(parse_expression("a>=b").is_same(b <= a));
  EXPECT_TRUE(parse_expression("a==b").is_same(equals(a, b)));
  EXPECT_TRUE(parse_expression("a!=b").is_same(not_equals(a, b)));
  EXPECT_TRUE(parse_expression("a and b").is_same(logical_and(a, b)));
  EXPECT_TRUE(parse_expression("a && b").is_same(logical_and(a, b)));
  EXPECT_TRUE(parse_expression("a or b").is_same(logical_or(a, b)));
  EXPECT_TRUE(parse_expression("a || b").is_same(logical_or(a, b)));
  EXPECT_TRUE(parse_expression("not a").is_same(logical_not(a)));
  EXPECT_TRUE(parse_expression("!a").is_same(logical_not(a)));
  EXPECT_TRUE(parse_expression("+a").is_same(a));
}

TEST(Parse, binds_as_mathematics_does) {
  EXPECT_EQ(value_of("2 + 3*4"), 14.0);
  EXPECT_EQ(value_of("-2^2"), -4.0);
  EXPECT_EQ(value_of("(-2)^2"), 4.0);
  EXPECT_EQ(value_of("2^-1"), 0.5);
  EXPECT_EQ(value_of("2^-1*3"), 1.5);
  EXPECT_EQ(value_of("2^3^2"), 512.0);
  EXPECT_EQ(value_of("8/4/2"), 1.0);
  EXPECT_EQ(value_of("8 - 4 - 2"), 2.0);
  EXPECT_EQ(value_of("2*-3"), -6.0);
  EXPECT_EQ(value_of("1 - -1"), 2.0);
  EXPECT_EQ(value_of("1 + 1 < 3 and 2 > 1"), 1.0);
  EXPECT_TRUE(parse_expression("not a < b").is_same(logical_not(a < b)));
  EXPECT_TRUE(parse_expression("!a < b").is_same(logical_not(a) < b));
  EXPECT_TRUE(parse_expression("a or b and c").is_same(logical_or(a, logical_and(b, c))));
  EXPECT_TRUE(parse_expression("not a and b").is_same(logical_and(logical_not(a), b)));
  EXPECT_TRUE(parse_expression("-a*b").is_same(-(a * b)));
  EXPECT_TRUE(parse_expression("-x^2").is_same(-pow(x, 2.0)));
  EXPECT_TRUE(parse_expression("(a < b) == c").is_same(equals(a < b, c)));
}

TEST(Parse, reads_numbers_names_and_white_space) {
  EXPECT_EQ(value_of(".5"), 0.5);
  EXPECT_EQ(value_of("5."), 5.0);
  EXPECT_EQ(value_of("2.5e-3"), 0.0025);
  EXPECT_EQ(value_of("1E+2"), 100.0);
  EXPECT_EQ(value_of("pi"), 3.141592653589793);
  EXPECT_TRUE(parse_expression(" \t\r\n a\n+\nb ").is_same(a + b));
  EXPECT_EQ(parse_expression("t").name(), "t");
  EXPECT_EQ(parse_expression("_x9").name(), "_x9");
  EXPECT_EQ(parse_expression("exp").name(), "exp") << "a function's name without parentheses is a symbol";
  EXPECT_EQ(parse_expression("u:clamp:x:0", NameRule::internal).name(), "u:clamp:x:0");
}

/// What a mistake is told as: the column, and words of the message.
struct Mistake {
  std::string text;
  int column;
  std::string words;
};

class ParseMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(ParseMistakes, are_told_where_and_why) {
  const Mistake& mistake = GetParam();
  try {
    parse_expression(mistake.text);
    FAIL() << "accepted " << mistake.text;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    ASSERT_EQ(error.diagnostics().size(), 1U);
    const Diagnostic& diagnostic = error.diagnostics().front();
    EXPECT_EQ(diagnostic.excerpt_column, mistake.column) << error.what();
    EXPECT_EQ(diagnostic.location.column, mistake.column);
    EXPECT_NE(std::string(error.what()).find(mistake.words), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, ParseMistakes,
    testing::Values(
        Mistake{"", 1, "the formula is empty"}, Mistake{"  ", 3, "the formula is empty"},
        Mistake{"2*lgo(x)", 3, "unknown function 'lgo'; did you mean 'log'?"}, Mistake{"ln(x)", 1, "write log(x)"},
        Mistake{"f(x)", 1, "write f*(...) if a product was meant"},
        Mistake{"where(x)", 1, "'where' takes 3 arguments, not 1"}, Mistake{"exp()", 1, "takes 1 argument, not 0"},
        Mistake{"log(x", 6, "the '(' in column 4 is not closed"}, Mistake{"log(x))", 7, "')' closes nothing"},
        Mistake{"x = 3", 3, "write '==' to compare"}, Mistake{"x ** 2", 3, "write '^'"},
        Mistake{"x <> 2", 3, "write '!='"}, Mistake{"a + ", 5, "the formula ends after '+'"},
        Mistake{"a + * b", 5, "the operator '*' has no left operand after '+'"},
        Mistake{"1.2.3", 1, "more than one decimal point"}, Mistake{"1e", 1, "its exponent has no digits"},
        Mistake{"1e999", 1, "out of range"}, Mistake{"1e-999", 1, "out of range"}, Mistake{"2x", 1, "write 2*x"},
        Mistake{"2 x", 3, "write 2*x"}, Mistake{"1_000", 1, "leave the '_' out"}, Mistake{"sin x", 5, "write sin(x)"},
        Mistake{"2(x)", 2, "an operator is missing"}, Mistake{"x \u2212 y", 3, "typeset minus"},
        Mistake{"\u03b8*x", 1, "ASCII"}, Mistake{"x\x01", 2, "byte 1"}, Mistake{"x\xff", 2, "byte 255"},
        Mistake{"a < b < c", 7, "write a < b and b < c"}, Mistake{"a == b != c", 8, "comparisons do not chain"},
        Mistake{"2*not a", 3, "put parentheses around"}, Mistake{"a not b", 3, "an operator is missing"},
        Mistake{"1,5", 2, "decimal numbers with a point"}, Mistake{"dW:weather", 3, "a colon belongs to no formula"},
        Mistake{"lookup(a, t)", 1, "the table's name alone"}, Mistake{"x[1]", 2, "round parentheses"},
        Mistake{"max(1 2)", 7, "an operator is missing"}, Mistake{"max(1,)", 7, "expected a value"},
        Mistake{"()", 2, "expected a value"}, Mistake{"x & y", 3, "'and'"}, Mistake{"x % y", 3, "remainder"},
        Mistake{"a ? b", 3, "where(condition, a, b)"}, Mistake{"'x'", 1, "quot"}));

TEST(Parse, points_into_the_right_line_of_a_long_text) {
  try {
    parse_expression("a +\n\tb* *c\n+ d");
    FAIL();
  } catch (const Error& error) {
    const Diagnostic& diagnostic = error.diagnostics().front();
    EXPECT_EQ(diagnostic.location.line, 2);
    EXPECT_EQ(diagnostic.excerpt_column, 5);
    EXPECT_EQ(diagnostic.excerpt, " b* *c");
  }
}

TEST(Parse, refuses_what_is_too_deep_or_too_long) {
  const std::string many(300, '(');
  EXPECT_THROW(parse_expression(many + "x" + std::string(300, ')')), Error);
  EXPECT_THROW(parse_expression(std::string(100'000, '-') + "x"), Error);
  EXPECT_THROW(parse_expression(std::string(65'537, ' ')), Error);
  EXPECT_NO_THROW(parse_expression(std::string(200, '(') + "x" + std::string(200, ')')));
  std::string sum = "x";
  while (sum.size() < 60'000) sum += " + x" + std::to_string(sum.size());
  EXPECT_NO_THROW(parse_expression(sum)) << "long is not deep";
}

}  // namespace
}  // namespace dosde
