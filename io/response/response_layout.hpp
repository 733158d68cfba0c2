#pragma once

#include <cstdint>

#include "io/result/layout.hpp"

namespace dosde {

/// Every size that decides which datasets a file of responses has.
struct ResponseSizes {
  std::int64_t variables = 0;
  std::int64_t intervened = 0;
  std::int64_t horizons = 0;
  std::int64_t sources = 0;
  std::int64_t name_length = 1;
  std::int64_t scenario_text_length = 1;
  std::int64_t resolved_text_length = 1;
  std::int64_t command_line_length = 1;
};

/// THE table of the file of responses. The README beside this file lists it.
ResultLayout describe_response_layout(const ResponseSizes& sizes);

inline constexpr const char* response_format = "dosde-response";
inline constexpr const char* response_format_version = "1";

}  // namespace dosde
