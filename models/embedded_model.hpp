#pragma once

#include <span>
#include <string_view>

namespace dosde {

/// A file of models/zoo as the build found it.
struct EmbeddedModel {
  std::string_view name;  ///< file name without ".toml"
  std::string_view text;  ///< the whole file
};

/// All of them, by name. Defined in embedded_models.cpp, which CMake writes from the list in models/CMakeLists.txt.
std::span<const EmbeddedModel> embedded_models();

}  // namespace dosde
