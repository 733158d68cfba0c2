#pragma once

#include <cstdint>

#include "io/result/layout.hpp"

namespace dosde {

/// Every size that decides which datasets a file of diagrams has.
struct AbstractionSizes {
  std::int64_t diagrams = 0;
  std::int64_t windows = 0;
  std::int64_t variables = 0;
  std::int64_t assignments = 0;  ///< of a derived model; 0: the macro model was given
  std::int64_t name_length = 1;
  std::int64_t formula_length = 1;
  std::int64_t remark_length = 1;
  std::int64_t scenario_text_length = 1;
  std::int64_t resolved_text_length = 1;
  std::int64_t command_line_length = 1;
  std::int64_t macro_text_length = 0;  ///< 0: the macro model was derived
};

/// THE table of the file of diagrams. The README beside this file lists it.
ResultLayout describe_abstraction_layout(const AbstractionSizes& sizes);

inline constexpr const char* abstraction_format = "dosde-abstraction";
inline constexpr const char* abstraction_format_version = "1";

}  // namespace dosde
