#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/parse.hpp"

namespace dosde {

/// What a piece of a formula's text is. Private to the parser.
enum class TokenKind { number, name, sign, end };

/// One piece of a formula's text: a number, a name, or a sign such as `<=` or `(`. `and`, `or`, `not`, `&&`, `||` are
/// signs.
struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;     ///< as written
  std::string_view meaning;  ///< of a sign: `and` for `&&`; else as written
  double value = 0.0;        ///< of a number
  std::size_t begin = 0;     ///< offset in the formula
};

/// Cuts a formula into tokens, the last of which is `end`. Throws Error for what no formula may hold.
std::vector<Token> read_tokens(std::string_view formula, NameRule names);

/// Throws the Error about the `length` characters at offset `begin` of a formula.
[[noreturn]] void refuse(std::string_view formula, std::size_t begin, std::size_t length, std::string problem,
                         std::string why, std::string suggestion);

}  // namespace dosde
