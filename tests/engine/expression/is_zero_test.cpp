#include <gtest/gtest.h>

#include "engine/expression/analysis.hpp"
#include "engine/expression/finite_form.hpp"
#include "engine/expression/parse.hpp"
#include "tests/engine/expression/random_formula.hpp"

namespace dosde {
namespace {

Proof proof_of(const std::string& text) { return is_zero(parse_expression(text)); }

TEST(IsZero, proves_identities) {
  for (const char* text :
       {"0", "0*x", "x - x", "x*(y + z) - x*y - x*z", "(x + y)^3 - x^3 - 3*x^2*y - 3*x*y^2 - y^3", "x/3*3 - x",
        "(1 + x)/(1 + x) - 1", "1/(1 + x) + x/(1 + x) - 1", "x/y*y - x", "exp(x + y - y) - exp(x)",
        "sin(2*(x + 1)) - sin(2*x + 2)", "where(a > 0, x*(1 + y), x + x*y) - x - x*y", "s*x*t/s - x*t",
        "fma(x, y, z) - x*y - z", "(x^2 - y^2)/(x - y) - x - y", "exp(0*x) - 1", "min(x + 0*y, x) - x", "(x < x)*y",
        "sqrt(x)*sigma*y - y*sigma*sqrt(x)"}) {
    EXPECT_EQ(proof_of(text), Proof::proven) << text;
  }
}

TEST(IsZero, takes_numbers_out_of_roots_and_knows_their_squares) {
  for (const char* text :
       {"sqrt(x)^2 - x", "sqrt(a*x)*sqrt(b*x)*sqrt(a*x) - a*x*sqrt(b*x)", "sqrt(12*x) - 2*sqrt(3*x)",
        "sqrt(2*x)*sqrt(3*x) - sqrt(6*x)*sqrt(x)", "sqrt(x/2) - sqrt(2*x)/2", "sqrt(8 - 4*x) - 2*sqrt(2 - x)",
        "sqrt(1 + x)/sqrt(2 + 2*x)*sqrt(2*y) - sqrt(y)", "1/sqrt(x) - sqrt(x)/x", "exp(sqrt(4*x)) - exp(2*sqrt(x))",
        "(4*x)^0.5 - 2*sqrt(x)", "sqrt(x + sqrt(x))^2 - sqrt(x)^2 - sqrt(x)",
        "sqrt(0.3*x)/sqrt(0.7*x)*0.7 - sqrt(0.7*x)/sqrt(0.3*x)*0.3"}) {
    EXPECT_EQ(proof_of(text), Proof::proven) << text;
  }
  for (const char* text : {"sqrt(3*x) - 2*sqrt(x)", "sqrt(x^2) - x", "sqrt(2*x) - sqrt(2.0000001*x)",
                           "sqrt(-4*x) - 2*sqrt(x + 9)", "sqrt(x + y) - sqrt(x) - sqrt(y)", "sqrt(x)^3 - x"}) {
    EXPECT_EQ(proof_of(text), Proof::refuted) << text;
  }
  EXPECT_EQ(proof_of("sqrt(2*x) - sqrt(2)*sqrt(x)"), Proof::unknown) << "the double sqrt(2) is not the root of 2";
  EXPECT_EQ(proof_of("sqrt(x^2) - abs(x)"), Proof::unknown) << "only numbers come out of roots";
}

TEST(IsZero, refutes_by_example) {
  for (const char* text : {"1", "x", "x - y", "1e-30*x", "sin(x) - x", "x^2 - abs(x)", "exp(x)", "log(x)", "x < y",
                           "(x + y)^2 - x^2 - y^2", "1e-200*x*y"}) {
    EXPECT_EQ(proof_of(text), Proof::refuted) << text;
  }
  EXPECT_EQ(is_zero(parse_expression("lookup(dose, t)", NameRule::internal)), Proof::refuted);
}

TEST(IsZero, says_when_it_does_not_know) {
  EXPECT_EQ(proof_of("sin(x)^2 + cos(x)^2 - 1"), Proof::unknown) << "zero, but by trigonometry";
  EXPECT_EQ(proof_of("relu(x - 1000)"), Proof::unknown) << "not zero, but so at the points tried";
  EXPECT_EQ(proof_of("0.1*x + 0.2*x - 0.3*x"), Proof::unknown) << "these doubles do not cancel, nor differ well";
  EXPECT_EQ(proof_of("1e16*x + x - 1e16*x - y + y"), Proof::unknown) << "not zero, but lost in rounding";
}

TEST(IsZero, never_proves_what_is_not_zero) {
  EXPECT_TRUE(holds("a proven zero is zero wherever it is finite", [] {
    const Expression a = simplified(*any_formula(3));
    const Expression b = simplified(*any_formula(3));
    const Expression e = *rc::gen::element(a, a - b, a * (b + 1.0) - a * b - a, a - assume_finite(a));
    RC_PRE(is_zero(e) == Proof::proven);
    Point point;
    for (const auto& name : symbol_names()) point.values[name] = 0.125 * *rc::gen::inRange(1, 20);
    const double scale = std::abs(evaluate_scalar(a, point)) * (1.0 + std::abs(evaluate_scalar(b, point)));
    const double value = evaluate_scalar(e, point);
    RC_PRE(std::isfinite(value) && std::isfinite(scale));
    RC_ASSERT(std::abs(value) <= 1e-9 * (1.0 + scale));
  }));
}

TEST(IsZero, never_refutes_what_is_zero) {
  EXPECT_TRUE(holds("a*(b + c) - a*b - a*c is not refuted", [] {
    // Without constants, which would be rounded when they fold.
    const Expression a = simplified(*any_formula(3, false));
    const Expression b = simplified(*any_formula(3, false));
    const Expression c = simplified(*any_formula(2, false));
    RC_ASSERT(is_zero(a * (b + c) - a * b - a * c) != Proof::refuted);
  }));
}

TEST(IsZero, ends_on_what_grows_without_bound) {
  std::string product = "(x0 + y0)";
  for (int i = 1; i < 60; ++i) product += "*(x" + std::to_string(i) + " + y" + std::to_string(i) + ")";
  EXPECT_EQ(proof_of(product + " - " + product + " + sin(q)^2 + cos(q)^2 - 1"), Proof::unknown);
  EXPECT_NE(proof_of("(a + b + c + d)^16*(e + f + g + h)^16 - (b + a + c + d)^16*(e + f + g + h)^16"), Proof::refuted);
  std::string chain = "0";
  for (int i = 0; i < 2000; ++i) chain += " + exp(x" + std::to_string(i) + ")/" + std::to_string(2 * i + 3);
  EXPECT_EQ(proof_of(chain), Proof::refuted);
}

}  // namespace
}  // namespace dosde
