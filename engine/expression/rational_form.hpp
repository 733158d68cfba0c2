#pragma once

#include "engine/expression/expression.hpp"
#include "engine/expression/polynomial.hpp"

namespace dosde {

/// The formula as a fraction of polynomials in atoms (symbols, and functions of such fractions), assuming every
/// subexpression finite. In exact arithmetic: an empty numerator proves the formula zero. What is too large to expand
/// is an atom.
Fraction rational_form(const Expression& expression);

}  // namespace dosde
