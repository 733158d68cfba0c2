#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/expression/expression.hpp"
#include "engine/expression/name.hpp"

namespace dosde {

/// Which names a text may use.
enum class NameRule {
  user,      ///< names as in `is_name`
  internal,  ///< also names with a colon ("dW:weather") and `lookup(table, time)`: what `to_text` writes, for tests and
             ///< tools, never for users' text
};

/// Reads a formula in infix text. From loosest to tightest:
///   or ||         and &&        not         < <= > >= == != (they do not chain)
///   + -           * /           unary - + ! ^ (right associative: -x^2 is -(x^2), 2^-1 is 1/2)
/// with numbers (1, .5, 2.5e-3), names ([A-Za-z_][A-Za-z0-9_]*), parentheses, `pi`, the functions of functions.hpp,
/// `pow(x, y)` and `hill(x, k, n)`. A name is a symbol whatever it means; `t` is the time; a function's name without
/// parentheses is a symbol too. White space and line ends are free. Nesting deeper than 256 and texts longer than
/// 65,536 characters are refused. Throws Error (ErrorKind::scenario) with one Diagnostic: `excerpt` is the line of the
/// text that offends, `excerpt_column` points at the offence in it, location.line and location.column are its place in
/// the text (both from 1; the caller adds the text's own place).
Expression parse_expression(std::string_view text, NameRule names = NameRule::user);

/// The text of a formula, with as few parentheses as are needed. `parse_expression(to_text(e), NameRule::internal)` is
/// the same node as `e` (within the limits above). Doubles are written with the fewest digits that read back to the
/// same value. Throws Error (internal) beyond 16 million characters: shared parts are written out each time.
std::string to_text(const Expression& expression);
/// The same for messages: cut to `longest` characters and "...". Its work is bounded too.
std::string to_short_text(const Expression& expression, std::size_t longest);
/// The text of a number as formulas have it; "1/0", "-1/0" and "0/0" are the numbers that are not finite.
std::string number_text(double value);

}  // namespace dosde
