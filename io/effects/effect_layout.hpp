#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/analysis/effects/effect_estimate.hpp"
#include "io/result/layout.hpp"

namespace dosde {

/// Every size and choice that decides which datasets a file of effects has.
struct EffectSizes {
  std::int64_t contrasts = 0;
  std::int64_t trajectories = 0;  ///< those whose states the run stored
  std::int64_t times = 0;
  std::int64_t variables = 0;
  std::int64_t levels = 0;    ///< of quantiles
  std::int64_t horizons = 0;  ///< times of which the distance of joint laws is taken
  std::int64_t sweep_axes = 0;
  bool has_sweep_words = false;
  Sampling pairing = Sampling::paired;
  bool has_differences = true;  ///< of individual trajectories; only of pairs
  ElementType difference_type = ElementType::float64;
  std::int64_t name_length = 1;
  std::int64_t text_length = 1;
  std::int64_t scenario_text_length = 1;
  std::int64_t resolved_text_length = 1;
  std::int64_t command_line_length = 1;
};

/// One dataset of numbers [contrast][time][variable] that is read off an estimate.
struct EffectColumn {
  const char* name;
  const char* description;
  double (*value)(const EffectEstimate& estimate);
  bool of_pairs_only;
};

/// All of them, in the order of the file.
const std::vector<EffectColumn>& effect_columns();
/// Where the one of this name is among them; their number where there is none.
std::size_t effect_column(std::string_view name);

/// THE table of the file of effects: which axes and datasets it has. The README beside this file lists them.
ResultLayout describe_effect_layout(const EffectSizes& sizes);

inline constexpr const char* effect_format = "dosde-effects";
inline constexpr const char* effect_format_version = "1";

}  // namespace dosde
