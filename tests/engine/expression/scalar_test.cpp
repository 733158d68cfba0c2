#include "engine/expression/scalar.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

Point at(double x, double y = 0.0) { return {{{"x", x}, {"y", y}}, {}}; }

TEST(EvaluateScalar, computes_node_by_node) {
  EXPECT_EQ(evaluate_scalar(parse_expression("x^2 - 3*y"), at(2.0, 0.5)), 2.5);
  EXPECT_EQ(evaluate_scalar(parse_expression("where(x < y, x, y)"), at(2.0, 0.5)), 0.5);
  EXPECT_TRUE(std::isnan(evaluate_scalar(parse_expression("min(x, y)"), at(NAN, 0.5))));
  EXPECT_EQ(evaluate_scalar(parse_expression("fma(x, x, y)"), at(1.0 + 0x1p-30, -1.0)), 0x1p-29 + 0x1p-60);
}

TEST(EvaluateScalar, reads_tables) {
  const Expression e = parse_expression("2*lookup(dose, x - 1)", NameRule::internal);
  Point point = at(2.5);
  point.tables.push_back({"dose", {0.0, 1.0, 2.0}, {10.0, 20.0, 40.0}, Interpolation::linear});
  EXPECT_EQ(evaluate_scalar(e, point), 60.0);
  EXPECT_THROW(evaluate_scalar(e, at(2.5)), Error);
}

TEST(EvaluateScalar, misses_symbols_without_a_value) {
  EXPECT_THROW(evaluate_scalar(Expression::symbol("z"), at(1.0)), Error);
}

struct Case {
  std::string text;
  double x;
  double y;
  std::string cause;
};

class FindFault : public testing::TestWithParam<Case> {};

TEST_P(FindFault, names_the_cause) {
  const Case& item = GetParam();
  const Fault fault = find_fault(parse_expression(item.text), at(item.x, item.y));
  EXPECT_EQ(fault.cause, item.cause);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FindFault,
    testing::Values(Case{"1 + log(x - 3)*y", 2.75, 1.0, "log(x - 3) of the negative number -0.25"},
                    Case{"log(x)", 0.0, 0.0, "log(x) of zero"},
                    Case{"log1p(x)", -1.0, 0.0, "log1p(x) of -1, which is not above -1"},
                    Case{"sqrt(x)", -4.0, 0.0, "sqrt(x) of the negative number -4"},
                    Case{"asin(x)", 1.5, 0.0, "asin(x) of 1.5, which is outside [-1, 1]"},
                    Case{"acos(x)", -2.0, 0.0, "acos(x) of -2, which is outside [-1, 1]"},
                    Case{"y/x", 0.0, 3.0, "y/x is 3 divided by zero"},
                    Case{"y/x", 0.0, 0.0, "y/x is 0 divided by zero"},
                    Case{"y/x", 1e-300, 1e300, "y/x overflows: 1e300 divided by 1e-300"},
                    Case{"exp(x)", 1000.0, 0.0, "exp(x) overflows at 1000"},
                    Case{"x^y", -2.0, 0.5, "x^y of the negative base -2 with the non-integer exponent 0.5"},
                    Case{"x^y", 0.0, -1.0, "x^y of zero with the negative exponent -1"},
                    Case{"x^y", 1e10, 300.0, "x^y overflows: 10000000000 to the power 300"},
                    Case{"x^(-2)", 0.0, 0.0, "x^(-2) of zero with the negative exponent -2"},
                    Case{"x^3", 1e200, 0.0, "x^3 overflows: 1e200 to the power 3"},
                    Case{"x*y", 1e200, 1e200, "x*y overflows: 1e200 * 1e200"},
                    Case{"inverse_normal(x)", 1.0, 0.0, "inverse_normal(x) of 1, which is outside (0, 1)"},
                    Case{"x + y", INFINITY, 1.0, "x is infinite"}, Case{"x + y", NAN, 1.0, "x is not a number"},
                    Case{"x + y", 1.0, 1.0, ""}));

TEST(FindFault, does_not_blame_a_branch_that_was_not_taken) {
  EXPECT_EQ(find_fault(parse_expression("where(x > 0, log(x), 0)"), at(-1.0)).cause, "");
  const Fault fault = find_fault(parse_expression("where(x > 0, log(x), sqrt(x)) + y"), at(-1.0, 2.0));
  EXPECT_EQ(to_text(fault.expression), "sqrt(x)");
  EXPECT_EQ(to_text(find_fault(parse_expression("where(log(x), x, 1)"), at(-1.0)).expression), "log(x)");
}

TEST(FindFault, does_not_blame_what_was_absorbed) {
  // 1/x is infinite, but harmless inside atan; the sum is spoilt by the root.
  EXPECT_EQ(to_text(find_fault(parse_expression("atan(1/x) + sqrt(y)"), at(0.0, -1.0)).expression), "sqrt(y)");
}

TEST(FindFault, blames_a_table_with_holes) {
  Point point = at(0.0);
  point.tables.push_back({"dose", {0.0}, {NAN}, Interpolation::previous});
  EXPECT_EQ(find_fault(parse_expression("lookup(dose, x)", NameRule::internal), point).cause,
            "the table 'dose' holds no finite number at the time 0");
}

}  // namespace
}  // namespace dosde
