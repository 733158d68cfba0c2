#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"
#include "tests/engine/expression/random_formula.hpp"

namespace dosde {
namespace {

std::string simple(const std::string& text) { return to_text(parse_expression(text)); }

TEST(Simplify, keeps_the_value_for_all_inputs) {
  EXPECT_TRUE(holds("simplified formulas have the value of the tree as written", [] {
    const RawFormula raw = *any_formula(4);
    const Point point = *any_point();
    bool is_sign_of_zero_seen = false;
    const double expected = reference_value(raw, point, is_sign_of_zero_seen);
    RC_PRE(!is_sign_of_zero_seen);
    const double found = evaluate_scalar(simplified(raw), point);
    RC_ASSERT(have_equal_values(expected, found));
  }));
}

TEST(Simplify, folds_constants_with_the_functions_of_the_lanes) {
  for (int i = static_cast<int>(Operation::negate); i <= static_cast<int>(Operation::where); ++i) {
    const auto operation = static_cast<Operation>(i);
    if (operation == Operation::integer_power) continue;
    const double x[] = {0.37, 0.82, -1.4};
    std::vector<Expression> operands;
    for (int k = 0; k < facts_of(operation).arity; ++k) operands.emplace_back(x[k]);
    const Expression folded = Expression::make(operation, operands);
    ASSERT_TRUE(folded.is_constant()) << facts_of(operation).name;
    EXPECT_EQ(folded.value(), apply_operation(operation, x[0], x[1], x[2], 0)) << facts_of(operation).name;
  }
  EXPECT_EQ(Expression::make_integer_power(1.1, 7).value(),
            apply_operation(Operation::integer_power, 1.1, 0.0, 0.0, 7));
}

TEST(Simplify, leaves_constants_alone_that_come_to_no_finite_number) {
  EXPECT_EQ(simple("log(-1)"), "log(-1)");
  EXPECT_EQ(simple("1/0"), "1/0");
  EXPECT_EQ(simple("-1/0"), "-1/0");
  EXPECT_EQ(simple("0/0"), "0/0");
  EXPECT_EQ(simple("1e308*10"), "10*1e308");
  EXPECT_EQ(simple("1e200^2"), "1e200^2");
}

TEST(Simplify, turns_infinity_and_nan_into_formulas) {
  EXPECT_EQ(to_text(Expression(HUGE_VAL)), "1/0");
  EXPECT_EQ(to_text(Expression(-HUGE_VAL)), "-1/0");
  EXPECT_EQ(to_text(Expression(NAN)), "0/0");
  EXPECT_TRUE(Expression(-0.0).is_same(Expression(0.0)));
}

TEST(Simplify, removes_what_changes_nothing) {
  for (const char* text : {"x + 0", "0 + x", "x - 0", "x*1", "1*x", "x/1", "--x", "x^1", "pow(x, 1)", "-(-1*x)",
                           "min(x, x)", "max(x, x)", "where(1, x, y)", "where(0, y, x)", "fma(1, x, 0)"}) {
    EXPECT_EQ(simple(text), "x") << text;
  }
  EXPECT_EQ(simple("x^0"), "1");
  EXPECT_EQ(simple("abs(-x)"), "abs(x)");
  EXPECT_EQ(simple("abs(relu(x))"), "relu(x)");
  EXPECT_EQ(simple("floor(floor(x))"), "floor(x)");
}

TEST(Simplify, keeps_what_could_be_infinite_or_nan) {
  for (const char* text : {"x - x", "0*x", "x/x", "0/x", "where(x, y, y)", "x < x", "x <= x", "0*x + y - y"}) {
    EXPECT_FALSE(parse_expression(text).is_constant()) << text;
  }
  EXPECT_EQ(simple("where(c, x, x)"), "where(c, x, x)");
  EXPECT_EQ(simple("fma(0, x, y)"), "fma(0, x, y)");
  EXPECT_EQ(simple("0 and x"), "0 and x");
}

TEST(Simplify, moves_signs_out) {
  EXPECT_EQ(simple("a - (-b)"), "a + b");
  EXPECT_EQ(simple("a + (-b)"), "a - b");
  EXPECT_EQ(simple("-a + b"), "b - a");
  EXPECT_EQ(simple("-2*x + a*y"), "a*y - 2*x");
  EXPECT_EQ(simple("(-a)*b"), "-a*b");
  EXPECT_EQ(simple("a*(-b)*(-c)"), "a*b*c");
  EXPECT_EQ(simple("a/(-b)"), "-a/b");
  EXPECT_EQ(simple("x*(-1)"), "-x");
  EXPECT_EQ(simple("-(2*x)"), "-2*x");
  EXPECT_EQ(simple("-(a - b)"), "b - a");
  EXPECT_EQ(simple("(-x)^2"), "x^2");
  EXPECT_EQ(simple("(-x)^3"), "-x^3");
  EXPECT_EQ(simple("0 - x"), "-x");
}

TEST(Simplify, divides_by_powers_of_two_by_multiplying) {
  EXPECT_EQ(simple("x/4"), "0.25*x");
  EXPECT_EQ(simple("x/-0.5"), "-2*x");
  EXPECT_EQ(simple("x/3"), "x/3");
  EXPECT_EQ(simple("x/5e-324"), "x/5e-324") << "its reciprocal is infinite";
}

TEST(Simplify, writes_doubles_and_squares_in_one_way) {
  EXPECT_TRUE(parse_expression("x + x").is_same(parse_expression("2*x")));
  EXPECT_TRUE(parse_expression("x*x").is_same(parse_expression("x^2")));
  EXPECT_EQ(parse_expression("x^2").operation(), Operation::integer_power);
  EXPECT_EQ(parse_expression("x^17").operation(), Operation::power);
  EXPECT_EQ(parse_expression("x^-1").operation(), Operation::divide);
}

TEST(Simplify, turns_negated_comparisons_round) {
  EXPECT_EQ(simple("not x < y"), "y <= x");
  EXPECT_EQ(simple("not (x <= y)"), "y < x");
  EXPECT_EQ(simple("not x == y"), "x != y");
  EXPECT_EQ(simple("not not (x < y)"), "x < y");
  EXPECT_EQ(simple("not not x"), "not not x") << "x need not be 0 or 1";
  EXPECT_EQ(simple("1 and x < y"), "x < y");
  EXPECT_EQ(simple("0 or x"), "x != 0");
}

TEST(Simplify, refuses_nodes_that_do_not_exist) {
  const Expression x = Expression::symbol("x");
  EXPECT_THROW(Expression::make(Operation::add, {x}), Error);
  EXPECT_THROW(Expression::make(Operation::symbol, {}), Error);
  EXPECT_THROW(Expression::make(Operation::lookup, {x}), Error);
  EXPECT_THROW(Expression::make(Operation::integer_power, {x}), Error);
  EXPECT_THROW(Expression::make(Operation::copy, {x}), Error);
}

}  // namespace
}  // namespace dosde
