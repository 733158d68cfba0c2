#pragma once

#include <string>

namespace dosde {

/// "x3": the name of one of many symbols.
inline std::string numbered(std::string name, int index) {
  name += std::to_string(index);
  return name;
}

}  // namespace dosde
