#include "engine/causal/sign.hpp"

#include <cmath>

#include "engine/expression/scalar.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

/// p > 0, q >= 0, n < 0, x anything.
Sign sign_of_name(const std::string& name) {
  if (name == "p") return Sign::positive;
  if (name == "q") return Sign::not_negative;
  if (name == "n") return Sign::negative;
  return Sign::unknown;
}

Sign sign(const std::string& text) { return sign_of(formula(text), sign_of_name); }

TEST(Sign, follows_from_the_rules_of_arithmetic) {
  EXPECT_EQ(sign("-2"), Sign::negative);
  EXPECT_EQ(sign("0"), Sign::zero);
  EXPECT_EQ(sign("p*n"), Sign::negative);
  EXPECT_EQ(sign("q*n"), Sign::not_positive);
  EXPECT_EQ(sign("-p - q"), Sign::negative);
  EXPECT_EQ(sign("p - q"), Sign::unknown);
  EXPECT_EQ(sign("x^2"), Sign::not_negative);
  EXPECT_EQ(sign("x*x + p"), Sign::positive);
  EXPECT_EQ(sign("-exp(x)/p^3"), Sign::negative);
  EXPECT_EQ(sign("n^3"), Sign::negative);
  EXPECT_EQ(sign("n^(-2)"), Sign::positive);
  EXPECT_EQ(sign("abs(x)"), Sign::not_negative);
  EXPECT_EQ(sign("relu(x)*n"), Sign::not_positive);
  EXPECT_EQ(sign("sigmoid(x)*(1 + cosh(x))"), Sign::positive);
  EXPECT_EQ(sign("tanh(n)"), Sign::negative);
  EXPECT_EQ(sign("where(x > 0, p, 0)"), Sign::not_negative);
  EXPECT_EQ(sign("max(p, x)"), Sign::unknown);  // modest
  EXPECT_EQ(sign("sin(x)"), Sign::unknown);
}

bool allows(Sign claimed, double value) {
  switch (claimed) {
    case Sign::negative:
      return value < 0.0;
    case Sign::not_positive:
      return value <= 0.0;
    case Sign::zero:
      return value == 0.0;
    case Sign::not_negative:
      return value >= 0.0;
    case Sign::positive:
      return value > 0.0;
    case Sign::unknown:
      return true;
  }
  return false;
}

TEST(Sign, never_contradicts_a_value) {
  for (const std::string text :
       {"p*n - q", "x^3/p", "sqrt(p)*n", "softplus(x) - n", "expm1(n)", "log1p(q)", "atan(p)*abs(x)", "min(p, q)",
        "fma(p, q, p)", "p^x", "q^2*n^3", "cbrt(n) - p", "where(x > n, n, -q)", "(x > 0)*n", "sign(n)*q"}) {
    for (const double x : {-2.0, 0.0, 0.7})
      for (const double q : {0.0, 1.3}) {
        const double value = evaluate_scalar(formula(text), Point{{{"p", 0.4}, {"q", q}, {"n", -1.7}, {"x", x}}, {}});
        EXPECT_TRUE(allows(sign(text), value)) << text << " = " << value;
      }
  }
}

}  // namespace
}  // namespace dosde
