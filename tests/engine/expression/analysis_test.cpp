#include "engine/expression/analysis.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"
#include "tests/engine/expression/random_formula.hpp"

namespace dosde {
namespace {

using Names = std::set<std::string>;

TEST(Analysis, finds_the_symbols_and_tables_of_the_simplified_formula) {
  const Expression e = parse_expression("a*x + where(b > 0, 1*y, c^0) + lookup(dose, t - lag)", NameRule::internal);
  EXPECT_EQ(symbols_of(e), (Names{"a", "b", "lag", "t", "x", "y"}));
  EXPECT_EQ(tables_of(e), Names{"dose"});
  EXPECT_TRUE(depends_on(e, "lag"));
  EXPECT_FALSE(depends_on(e, "c"));
  EXPECT_FALSE(depends_on(e, "dose"));
  EXPECT_TRUE(symbols_of(3.0).empty());
}

TEST(Analysis, substitutes_all_at_once) {
  const Expression e = parse_expression("x - 2*y + x^2");
  const Expression swapped = substitute(e, {{"x", parse_expression("y")}, {"y", parse_expression("x")}});
  EXPECT_EQ(to_text(swapped), "y - 2*x + y^2");
  EXPECT_TRUE(substitute(e, {{"z", 1.0}}).is_same(e));
  EXPECT_TRUE(substitute(e, {{"x", 3.0}, {"y", 1.0}}).is_constant(10.0)) << "constants fold";
  const Expression delayed = parse_expression("lookup(dose, t)", NameRule::internal);
  EXPECT_EQ(to_text(substitute(delayed, {{"t", parse_expression("t - 1")}})), "lookup(dose, t - 1)");
}

TEST(Analysis, substitution_and_evaluation_agree) {
  EXPECT_TRUE(holds("a substituted number is the number evaluated", [] {
    const Expression e = simplified(*any_formula(4));
    Point point = *any_point();
    point.values["x"] = 0.625;
    const double direct = evaluate_scalar(e, point);
    const double substituted = evaluate_scalar(substitute(e, {{"x", 0.625}}), point);
    // A power whose exponent becomes a literal integer changes its method; no exponent becomes one here but through
    // floor, sign and comparisons. The sign of a zero may change, hence infinities and angles.
    RC_PRE(std::isfinite(direct) && std::isfinite(substituted));
    RC_PRE(to_text(e).find('^') == std::string::npos && to_text(e).find("atan2") == std::string::npos &&
           to_text(e).find('/') == std::string::npos);
    RC_ASSERT(have_equal_values(direct, substituted));
  }));
}

TEST(AssumeFinite, collects_terms_and_factors) {
  const auto finite = [](const std::string& text) { return to_text(assume_finite(parse_expression(text))); };
  EXPECT_EQ(finite("0*x"), "0");
  EXPECT_EQ(finite("x - x"), "0");
  EXPECT_EQ(finite("x/x"), "1");
  EXPECT_EQ(finite("x + y - x"), "y");
  EXPECT_EQ(finite("2*x + 3*x"), "5*x");
  EXPECT_EQ(finite("x/3 + x/3 + x/3"), "x");
  EXPECT_EQ(finite("x/3"), "x/3");
  EXPECT_EQ(finite("2*x*y*3/x"), "6*y");
  EXPECT_EQ(finite("x*y^2/(y*x^2)"), "y/x");
  EXPECT_EQ(finite("1e16*x + x - 1e16*x"), "x") << "no coefficient is lost to rounding";
  EXPECT_EQ(finite("where(a > 0, x + y - y, x)"), "x");
  EXPECT_EQ(finite("fma(0, x, y)"), "y");
  EXPECT_EQ(finite("a < a"), "0");
  EXPECT_EQ(finite("log(exp(x))"), "x");
  EXPECT_EQ(finite("sin(0*x)*y"), "0");
  EXPECT_EQ(finite("1/(0*x)"), "1/(0*x)") << "never finite: left as it is";
}

TEST(AssumeFinite, shows_equations_as_a_person_would) {
  for (const char* text : {"theta*(mu - x)", "r*x*(1 - x/k)", "a + x - b*y", "3*x*y", "x^2/(k^2 + x^2)"}) {
    EXPECT_EQ(to_text(assume_finite(parse_expression(text))), text);
  }
}

TEST(AssumeFinite, keeps_the_value_where_everything_is_finite) {
  EXPECT_TRUE(holds("assume_finite changes finite values by rounding only", [] {
    const Expression e = simplified(*any_formula(3));
    const Expression slim = assume_finite(e);
    Point point;
    for (const auto& name : symbol_names()) point.values[name] = 0.25 * *rc::gen::inRange(1, 12);
    const double before = evaluate_scalar(e, point);
    RC_PRE(std::isfinite(before) && std::abs(before) < 1e6);
    // Piecewise functions jump, and cancellation has no bound: compare the smooth and plain only.
    const std::string text = to_text(e);
    for (const char* word : {"1e", "e-", "<", "==", "!=", "where", "floor", "sign", "not", "and", "or", "tan", "pow"}) {
      RC_PRE(text.find(word) == std::string::npos);
    }
    RC_ASSERT(std::abs(evaluate_scalar(slim, point) - before) <= 1e-6 * std::max(1.0, std::abs(before)));
  }));
}

}  // namespace
}  // namespace dosde
