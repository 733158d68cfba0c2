#pragma once

#include <string_view>

namespace dosde {

/// May a user call a variable, parameter, input, source or table so? [A-Za-z_][A-Za-z0-9_]*, and none of `and or not
/// pi`.
bool is_name(std::string_view text);

/// A name as above, or an internal one: with colon-separated parts after it, as in "dW:weather",
/// "u:clamp:x:0", "step:"; these parts may hold an @, as the names of copied noise sources do ("dW:weather@x").
bool is_symbol_name(std::string_view text);

constexpr bool is_name_start(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}
constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
constexpr bool is_name_part(char letter) { return is_name_start(letter) || is_digit(letter); }

}  // namespace dosde
