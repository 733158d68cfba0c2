#include "engine/expression/polynomial.hpp"

#include <algorithm>
#include <cstdlib>

namespace dosde {
namespace {

constexpr std::size_t most_terms = 256;
constexpr int highest_exponent = 4096;

const Polynomial& one() {
  static const Polynomial& instance = *new Polynomial{{Monomial{}, ExactNumber(1)}};
  return instance;
}

/// The product, or nothing where an exponent would be too high.
std::optional<Monomial> multiply_monomials(const Monomial& a, const Monomial& b) {
  Monomial product;
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() || right != b.end()) {
    if (right == b.end() || (left != a.end() && left->first < right->first)) {
      product.push_back(*left++);
    } else if (left == a.end() || right->first < left->first) {
      product.push_back(*right++);
    } else {
      const int exponent = left->second + right->second;
      if (std::abs(exponent) > highest_exponent) return std::nullopt;
      if (exponent != 0) product.emplace_back(left->first, exponent);
      ++left;
      ++right;
    }
  }
  return product;
}

/// Adds coefficient*monomial. False where the coefficient grows too long.
bool add_term(Polynomial& sum, const Monomial& monomial, const ExactNumber& coefficient) {
  const auto [place, is_new] = sum.try_emplace(monomial, coefficient);
  if (!is_new) place->second += coefficient;
  if (place->second == 0) {
    sum.erase(place);
    return true;
  }
  return is_manageable(place->second);
}

using MaybePolynomial = std::optional<Polynomial>;

MaybePolynomial add_polynomials(const Polynomial& a, const Polynomial& b, long& effort) {
  effort -= static_cast<long>(a.size() + b.size());
  if (effort < 0) return std::nullopt;
  Polynomial sum = a;
  for (const auto& [monomial, coefficient] : b) {
    if (!add_term(sum, monomial, coefficient) || sum.size() > most_terms) return std::nullopt;
  }
  return sum;
}

MaybePolynomial multiply_polynomials(const Polynomial& a, const Polynomial& b, long& effort) {
  if (a == one()) return b;
  if (b == one()) return a;
  Polynomial product;
  for (const auto& [left, left_coefficient] : a) {
    for (const auto& [right, right_coefficient] : b) {
      effort -=
          static_cast<long>(left.size() + right.size()) + effort_of(left_coefficient) + effort_of(right_coefficient);
      if (effort < 0) return std::nullopt;
      const auto monomial = multiply_monomials(left, right);
      if (!monomial || !add_term(product, *monomial, left_coefficient * right_coefficient)) return std::nullopt;
      if (product.size() > most_terms) return std::nullopt;
    }
  }
  return product;
}

/// A denominator of one monomial moves up with its exponents turned round; equal polynomials cancel.
MaybeFraction tidy(MaybePolynomial numerator, MaybePolynomial denominator, long& effort) {
  if (!numerator || !denominator) return std::nullopt;
  if (numerator->empty() || *numerator == *denominator) {
    return fraction_of(numerator->empty() ? 0 : 1);
  }
  if (denominator->size() == 1) {
    Monomial inverse = denominator->begin()->first;
    for (auto& factor : inverse) factor.second = -factor.second;
    const Polynomial reciprocal{{inverse, ExactNumber(1 / denominator->begin()->second)}};
    numerator = multiply_polynomials(*numerator, reciprocal, effort);
    if (!numerator) return std::nullopt;
    denominator = one();
  }
  return Fraction{*std::move(numerator), *std::move(denominator)};
}

/// The exponent of the atom in the monomial, which loses it.
int take_out(Monomial& monomial, int atom) {
  const auto place =
      std::find_if(monomial.begin(), monomial.end(), [&](const auto& power) { return power.first == atom; });
  if (place == monomial.end()) return 0;
  const int exponent = place->second;
  monomial.erase(place);
  return exponent;
}

MaybeFraction replace_square_in(const Polynomial& polynomial, int atom, const Fraction& square, long& effort) {
  std::map<int, Polynomial> parts;  // Σ part * square^key
  for (const auto& [monomial, coefficient] : polynomial) {
    Monomial others = monomial;
    const int exponent = take_out(others, atom);
    const int rest = std::abs(exponent) % 2;
    const auto product = multiply_monomials(others, rest == 0 ? Monomial{} : Monomial{{atom, 1}});
    if (!product) return std::nullopt;
    parts[(exponent - rest) / 2].emplace(*product, coefficient);
  }
  MaybeFraction sum = fraction_of(0);
  for (const auto& [exponent, part] : parts) {
    const auto factor = power(square, exponent, effort);
    const auto term = factor ? multiply({part, one()}, *factor, effort) : factor;
    sum = term && sum ? add(*sum, *term, effort) : std::nullopt;
  }
  return sum;
}

}  // namespace

Fraction fraction_of(const ExactNumber& number) {
  Fraction result{{}, one()};
  if (number != 0) result.numerator.emplace(Monomial{}, number);
  return result;
}

Fraction fraction_of_atom(int atom) { return {{{Monomial{{atom, 1}}, ExactNumber(1)}}, one()}; }

Fraction negate(Fraction a) {
  for (auto& term : a.numerator) term.second = -term.second;
  return a;
}

MaybeFraction add(const Fraction& a, const Fraction& b, long& effort) {
  if (a.denominator == b.denominator) {
    return tidy(add_polynomials(a.numerator, b.numerator, effort), a.denominator, effort);
  }
  const auto left = multiply_polynomials(a.numerator, b.denominator, effort);
  const auto right = multiply_polynomials(b.numerator, a.denominator, effort);
  if (!left || !right) return std::nullopt;
  return tidy(add_polynomials(*left, *right, effort), multiply_polynomials(a.denominator, b.denominator, effort),
              effort);
}

MaybeFraction multiply(const Fraction& a, const Fraction& b, long& effort) {
  return tidy(multiply_polynomials(a.numerator, b.numerator, effort),
              multiply_polynomials(a.denominator, b.denominator, effort), effort);
}

MaybeFraction divide(const Fraction& a, const Fraction& b, long& effort) {
  if (b.numerator.empty()) return std::nullopt;
  return tidy(multiply_polynomials(a.numerator, b.denominator, effort),
              multiply_polynomials(a.denominator, b.numerator, effort), effort);
}

MaybeFraction power(const Fraction& a, int exponent, long& effort) {
  MaybeFraction result = fraction_of(1);
  for (int i = 0; i < std::abs(exponent) && result; ++i) result = multiply(*result, a, effort);
  return result && exponent < 0 ? divide(fraction_of(1), *result, effort) : result;
}

MaybeFraction replace_square(const Fraction& a, int atom, const Fraction& square, long& effort) {
  const auto numerator = replace_square_in(a.numerator, atom, square, effort);
  const auto denominator = replace_square_in(a.denominator, atom, square, effort);
  return numerator && denominator ? divide(*numerator, *denominator, effort) : std::nullopt;
}

}  // namespace dosde
