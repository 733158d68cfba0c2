#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "engine/expression/expression.hpp"

namespace dosde {

/// The names that a formula depends on by its structure (after exact simplification), in alphabetical order.
/// A lookup contributes the symbols of its time argument, not the table's name.
std::set<std::string> symbols_of(const Expression& expression);
/// The forcing tables that a formula looks up.
std::set<std::string> tables_of(const Expression& expression);
bool depends_on(const Expression& expression, const std::string& symbol);

/// Replaces symbols by formulas, all at once (the replacements are not searched again).
Expression substitute(const Expression& expression, const std::map<std::string, Expression>& replacements);

/// d expression / d symbol, symbolically. Piecewise functions get their derivative off the kinks (sign' = floor' = 0;
/// abs' = sign; min, max, relu through where); a comparison's derivative is 0; a lookup's is 0 (with respect to
/// anything but what its time contains it is exact; d/dt of a table is refused with Error).
Expression differentiate(const Expression& expression, const std::string& symbol);

/// Simplifies further by assuming every subexpression finite: 0*x = 0, x - x = 0, x/x = 1, collected constant factors
/// and terms. Not exact for programs: only for questions of structure (edges, noise class) and for showing equations.
Expression assume_finite(const Expression& expression);

/// What is known of a claim about formulas.
enum class Proof { proven, refuted, unknown };

/// Is the formula identically zero? Proven by simplification (assume_finite, expansion of polynomials), refuted by
/// evaluation at random points (fixed seed; a value well away from zero), unknown otherwise.
Proof is_zero(const Expression& expression);

}  // namespace dosde
