#pragma once

#include <cstdint>

#include "io/result/layout.hpp"

namespace dosde {

/// Every size that decides which datasets a noise file has.
struct NoiseSizes {
  std::int64_t trajectories = 0;
  std::int64_t observed = 0;
  std::int64_t cells = 0;
  std::int64_t sources = 0;
  std::int64_t variables = 0;  ///< those whose start is known
  std::int64_t rows = 0;       ///< those of the model
  std::int64_t particles = 0;  ///< 0: nothing was guided, and has no weights
  std::int64_t name_length = 1;
  std::int64_t scenario_text_length = 1;
  std::int64_t resolved_text_length = 1;
  std::int64_t command_line_length = 1;
};

/// THE table of the noise file. The README beside this file lists it.
ResultLayout describe_noise_layout(const NoiseSizes& sizes);

inline constexpr const char* noise_format = "dosde-noise";
inline constexpr const char* noise_format_version = "1";

}  // namespace dosde
