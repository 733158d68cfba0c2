#include "engine/expression/polynomial.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

const Fraction x = fraction_of_atom(0);
const Fraction y = fraction_of_atom(1);
const Fraction one = fraction_of(1);

Fraction sum(const Fraction& a, const Fraction& b) {
  long effort = 1000;
  return add(a, b, effort).value();
}
Fraction product(const Fraction& a, const Fraction& b) {
  long effort = 1000;
  return multiply(a, b, effort).value();
}
Fraction quotient(const Fraction& a, const Fraction& b) {
  long effort = 1000;
  return divide(a, b, effort).value();
}

TEST(Polynomial, expands_products) {
  // (x + y)(x - y) = x^2 - y^2
  EXPECT_EQ(product(sum(x, y), sum(x, negate(y))), sum(product(x, x), negate(product(y, y))));
}

TEST(Polynomial, has_no_zero_terms) {
  EXPECT_TRUE(sum(x, negate(x)).numerator.empty());
  EXPECT_EQ(sum(x, negate(x)), fraction_of(0));
}

TEST(Polynomial, divides_by_a_monomial_with_negative_exponents) {
  const Fraction inverse = quotient(one, product(x, y));
  EXPECT_EQ(inverse.denominator, one.numerator);
  EXPECT_EQ(inverse.numerator.begin()->first, (Monomial{{0, -1}, {1, -1}}));
  EXPECT_EQ(product(inverse, x), quotient(one, y));
}

TEST(Polynomial, cancels_equal_polynomials) {
  EXPECT_EQ(quotient(sum(x, y), sum(y, x)), one);
  EXPECT_EQ(sum(quotient(x, sum(x, y)), quotient(y, sum(x, y))), one);
}

TEST(Polynomial, has_powers) {
  long effort = 1000;
  EXPECT_EQ(power(sum(x, y), 2, effort), product(sum(x, y), sum(x, y)));
  EXPECT_EQ(power(x, -2, effort), quotient(one, product(x, x)));
  EXPECT_EQ(power(sum(x, y), 0, effort), one);
  EXPECT_FALSE(power(fraction_of(0), -1, effort).has_value());
}

TEST(Polynomial, replaces_even_powers_of_a_root) {
  long effort = 1000;
  const Fraction root = fraction_of_atom(2);
  const Fraction square = sum(x, y);
  const auto replaced = [&](const Fraction& a) { return replace_square(a, 2, square, effort).value(); };
  EXPECT_EQ(replaced(product(root, root)), square);
  EXPECT_EQ(replaced(product(product(root, root), product(root, x))), product(product(root, x), square));
  EXPECT_EQ(replaced(quotient(one, root)), quotient(root, square));
  EXPECT_EQ(replaced(quotient(x, sum(one, product(root, root)))), quotient(x, sum(one, square)));
  EXPECT_EQ(replaced(quotient(x, y)), quotient(x, y));
  effort = 2;
  EXPECT_FALSE(replace_square(product(root, root), 2, product(square, square), effort).has_value());
}

TEST(Polynomial, gives_up_beyond_its_bounds) {
  long effort = 3;
  EXPECT_FALSE(multiply(sum(x, y), sum(x, one), effort).has_value()) << "effort";
  effort = 1'000'000;
  EXPECT_FALSE(divide(one, fraction_of(0), effort).has_value()) << "division by zero";
  Fraction many = x;
  for (int i = 1; i < 200; ++i) many = sum(many, fraction_of_atom(i));
  EXPECT_FALSE(multiply(many, many, effort).has_value()) << "terms";
}

}  // namespace
}  // namespace dosde
