#pragma once

#include <string_view>

#include "engine/expression/expression.hpp"

namespace dosde {

/// Reads a formula in infix text: numbers, names ([A-Za-z_][A-Za-z0-9_]*), + - * / ^ (right associative, binds tighter than a unary minus on its left),
/// comparisons < <= > >= == !=, logic `and or not` (also && || !), parentheses, the functions of functions.hpp, `hill(x, k, n)`, `pow(x, y)`, and `pi`.
/// A name is a symbol whatever it means; `t` is the time. Nesting deeper than 256 and texts longer than 65,536 characters are refused.
/// Throws Error (ErrorKind::scenario) with one Diagnostic: `excerpt` is the text, `excerpt_column` points at the offence.
Expression parse_expression(std::string_view text);

/// The text of a formula, with as few parentheses as are needed. `parse_expression(to_text(e))` is the same node as `e`.
/// Doubles are written with the fewest digits that read back to the same value.
std::string to_text(const Expression& expression);

}  // namespace dosde
