#pragma once

#include <string>
#include <string_view>

namespace dosde {

/// A number as TOML with the fewest digits that read back to the same value; always with a point or an exponent (a TOML
/// float).
std::string toml_number(double value);

/// A string as a TOML basic string, escaped.
std::string toml_string(std::string_view text);

/// A key, in quotes only where it must be.
std::string toml_key(std::string_view key);

}  // namespace dosde
