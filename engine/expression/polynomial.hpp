#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/expression/exact_number.hpp"

namespace dosde {

/// A product of powers of atoms: (atom, exponent) by rising atom, exponents not 0. Atoms are whatever cannot be
/// expanded, by number.
using Monomial = std::vector<std::pair<int, int>>;

/// A sum of monomials with exact coefficients, none of them 0: equal polynomials are equal maps, and the zero
/// polynomial is empty. Exponents may be negative (x/y is one monomial).
using Polynomial = std::map<Monomial, ExactNumber>;

/// A polynomial over another that is not a single monomial, or over 1. Not reduced, so two fractions may be equal
/// without being the same.
struct Fraction {
  Polynomial numerator;
  Polynomial denominator;
  friend auto operator<=>(const Fraction&, const Fraction&) = default;
};

Fraction fraction_of(const ExactNumber& number);
Fraction fraction_of_atom(int atom);

// Arithmetic on fractions. Nothing where the result would be too large to be worth it; `effort` counts down the work
// done.
using MaybeFraction = std::optional<Fraction>;
MaybeFraction add(const Fraction& a, const Fraction& b, long& effort);
MaybeFraction multiply(const Fraction& a, const Fraction& b, long& effort);
/// Nothing where b is zero.
MaybeFraction divide(const Fraction& a, const Fraction& b, long& effort);
Fraction negate(Fraction a);
/// Nothing where a is zero and the exponent negative.
MaybeFraction power(const Fraction& a, int exponent, long& effort);

/// The same number, with what the atom's square is in place of the atom's even powers: the atom is left with the
/// exponents 0 and 1.
MaybeFraction replace_square(const Fraction& a, int atom, const Fraction& square, long& effort);

}  // namespace dosde
