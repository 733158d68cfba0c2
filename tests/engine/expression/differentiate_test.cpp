#include <gtest/gtest.h>

#include <random>

#include "engine/core/error.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

Expression derivative(const std::string& text) { return differentiate(parse_expression(text), "x"); }

/// Every rule, with an inner function, so that the chain rule is at work; a, b > 0 and 0.2 < x < 0.8.
const std::vector<std::string>& formulas() {
  static const std::vector<std::string> list{"x^2",
                                             "x^-3",
                                             "x^2.5",
                                             "a^x",
                                             "x^x",
                                             "(a*x)^(b*x)",
                                             "1/x",
                                             "a/x^2",
                                             "x/(a + x)",
                                             "(1 + x)/(2 - x^2)",
                                             "-x*a",
                                             "exp(a*x)",
                                             "log(a*x)",
                                             "log1p(x^2)",
                                             "expm1(x^2)",
                                             "sqrt(a*x)",
                                             "cbrt(a*x)",
                                             "sin(a*x)",
                                             "cos(a*x)",
                                             "tan(x^2)",
                                             "asin(x^2)",
                                             "acos(x^2)",
                                             "atan(a*x)",
                                             "atan2(x^2, a)",
                                             "atan2(a, x)",
                                             "atan2(x, x^3)",
                                             "sinh(a*x)",
                                             "cosh(a*x)",
                                             "tanh(a*x)",
                                             "sigmoid(a*x)",
                                             "softplus(a*x)",
                                             "inverse_normal(x)",
                                             "abs(x - 2)*x",
                                             "abs(x - 0.1)*x",
                                             "relu(x^2)",
                                             "relu(x - 2)",
                                             "min(x^2, x)",
                                             "max(x^2, x)",
                                             "min(a, x*b)",
                                             "where(x < 2, x^3, x)",
                                             "where(x > 2, x^3, sin(x))",
                                             "fma(x, x, a*x)",
                                             "fma(a, x, b)",
                                             "hill(x, a, 4)",
                                             "hill(x, a, b)",
                                             "x*y - x*z",
                                             "floor(x)*x",
                                             "sign(x)*x^2",
                                             "exp(-x^2/2)/sqrt(2*pi)",
                                             "r*x*(1 - x/k) - a*x*y/(b + x)",
                                             "(x < 2)*x^2",
                                             "(not x)*x + x^3"};
  return list;
}

Point random_point(std::mt19937_64& generator) {
  std::uniform_real_distribution<double> positive(0.5, 1.5);
  std::uniform_real_distribution<double> inner(0.2, 0.8);
  Point point;
  for (const char* name : {"a", "b", "y", "z", "r", "k"}) point.values[name] = positive(generator);
  point.values["x"] = inner(generator);
  return point;
}

/// The central difference of step h errs by f'''h²/6 and by eps f/h: with h = 1e-5 both are about 1e-10 for the scales
/// met here (derivatives up to the third below 1e3), so 1e-6 relative to 1 + |f'| separates right from wrong by far.
void expect_slope(const Expression& f, const Expression& slope, Point point, const std::string& what) {
  const double h = 1e-5;
  const double claimed = evaluate_scalar(slope, point);
  const double at = point.values["x"];
  point.values["x"] = at + h;
  const double above = evaluate_scalar(f, point);
  point.values["x"] = at - h;
  const double below = evaluate_scalar(f, point);
  EXPECT_NEAR(claimed, (above - below) / (2.0 * h), 1e-6 * (1.0 + std::abs(claimed))) << what << " at x = " << at;
}

TEST(Differentiate, agrees_with_central_differences_to_second_order) {
  std::mt19937_64 generator(5);
  for (const auto& text : formulas()) {
    const Expression f = parse_expression(text);
    const Expression first = differentiate(f, "x");
    const Expression second = differentiate(first, "x");
    for (int i = 0; i < 20; ++i) {
      const Point point = random_point(generator);
      expect_slope(f, first, point, text + " -> " + to_text(first));
      expect_slope(first, second, point, text + " -> -> " + to_text(second));
    }
  }
}

TEST(Differentiate, of_a_guarded_formula_is_that_of_the_branch_taken) {
  Point point;
  point.values = {{"a", 2.0}, {"x", -1.0}};
  for (const char* text : {"sqrt(max(x, 0))", "max(x, 0)^0.5", "sqrt(relu(x))", "a*sqrt(relu(x))/a",
                           "where(x > 0, log(x), 0)", "3*where(x > 0, sqrt(x), 0)^1.5", "cbrt(max(x, 0))"}) {
    const Expression slope = derivative(text);
    EXPECT_EQ(evaluate_scalar(slope, point), 0.0) << text << " -> " << to_text(slope);
  }
  point.values["x"] = 4.0;
  EXPECT_EQ(evaluate_scalar(derivative("a*sqrt(max(x, 0))"), point), 0.5);
}

TEST(Differentiate, obeys_identities) {
  const std::vector<std::pair<std::string, std::string>> equal{{"sin(a*x)", "a*cos(a*x)"},
                                                               {"exp(x)*sin(x)", "exp(x)*(sin(x) + cos(x))"},
                                                               {"(x + y)^3", "3*x^2 + 6*x*y + 3*y^2"},
                                                               {"x/(1 + x)", "1/(1 + x)^2"},
                                                               {"hill(x, k, 2)", "2*k^2*x/(k^2 + x^2)^2"},
                                                               {"sigmoid(x)", "sigmoid(x)*(1 - sigmoid(x))"}};
  for (const auto& [f, slope] : equal) {
    EXPECT_EQ(is_zero(derivative(f) - parse_expression(slope)), Proof::proven) << f << ": " << to_text(derivative(f));
  }
  // Mixed second derivatives commute (Schwarz).
  for (const char* text : {"x^2*y^3", "exp(x*y)", "sin(x)*y/(1 + x)", "x^3/y + y*log(x)"}) {
    const Expression f = parse_expression(text);
    const Expression xy = differentiate(differentiate(f, "x"), "y");
    const Expression yx = differentiate(differentiate(f, "y"), "x");
    EXPECT_EQ(is_zero(xy - yx), Proof::proven) << text;
  }
}

TEST(Differentiate, leaves_no_trace_of_what_does_not_move) {
  EXPECT_EQ(to_text(derivative("b*x - y")), "b");
  EXPECT_EQ(to_text(derivative("theta*(mu - x)")), "-theta");
  EXPECT_EQ(to_text(derivative("sqrt(x)")), "1/(2*sqrt(x))");
  EXPECT_EQ(to_text(derivative("log(x)*y")), "y*(1/x)");
  for (const char* text : {"y", "exp(y)*z", "sign(x)", "floor(x)", "x < y", "x == 1", "not x", "x and y",
                           "where(x > 0, 1, 2)", "hill(y, k, n)"}) {
    EXPECT_TRUE(derivative(text).is_constant(0.0)) << text;
  }
}

TEST(Differentiate, refuses_the_time_of_a_table) {
  const Expression forced = parse_expression("x*lookup(dose, t)", NameRule::internal);
  EXPECT_EQ(to_text(differentiate(forced, "x")), "lookup(dose, t)");
  EXPECT_THROW(differentiate(forced, "t"), Error);
}

}  // namespace
}  // namespace dosde
