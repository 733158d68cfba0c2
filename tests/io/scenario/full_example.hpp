#pragma once

#include <fstream>
#include <sstream>
#include <string>

namespace dosde::testing {

/// full_example.toml: a scenario file that uses nearly every key.
inline const std::string& full_example() {
  static const std::string text = [] {
    std::ostringstream read;
    read << std::ifstream(DOSDE_SOURCE_DIR "/tests/io/scenario/full_example.toml").rdbuf();
    return read.str();
  }();
  return text;
}

}  // namespace dosde::testing
