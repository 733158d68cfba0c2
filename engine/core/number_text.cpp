#include "engine/core/number_text.hpp"

#include <array>
#include <cstdio>

namespace dosde {

std::string number_text(double value, int digits) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.*g", digits, value);
  return buffer.data();
}

}  // namespace dosde
