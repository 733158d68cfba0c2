#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "io/effects/contrast_estimation.hpp"
#include "io/result/place_file.hpp"

namespace dosde {

struct EffectOptions {
  std::string reference;         ///< a scenario, as list_contrasts takes it; empty: the first
  std::vector<double> horizons;  ///< save times at which joint laws are compared; empty: the last
  std::vector<double> levels = {0.05, 0.25, 0.5, 0.75, 0.95};
  double confidence = 0.95;
  std::int64_t draws = 1000;            ///< of the band; a multiple of 4
  std::int64_t features = 512;          ///< frequencies of the joint laws' distance; a multiple of 4
  std::optional<std::uint64_t> seed;    ///< of signs and frequencies; nothing: that of the run
  bool keeps_differences = true;        ///< the difference of every single trajectory, as large as the run's states
  std::int64_t tile_memory = 48 << 20;  ///< bytes of states that are held together, twice
  ExistingFile existing = ExistingFile::refuse;
  std::string command_line;
};

/// What was compared, for those who tell it.
struct EffectReport {
  Sampling pairing = Sampling::paired;
  std::vector<Contrast> contrasts;
  std::vector<std::string> scenarios;  ///< names by row of the result file
  std::vector<std::string> variables;
  std::vector<double> times;
  std::vector<std::int64_t> horizons;  ///< positions on `times`
  std::int64_t trajectories = 0;       ///< of the run
  std::int64_t stored = 0;             ///< of them those whose states are in the file
};

/// Called once before the first contrast is estimated (number -1, no tables), then after each.
using EffectObserver =
    std::function<void(const EffectReport& report, std::int64_t contrast, const ContrastTables* tables)>;

/// Estimates the effects of all scenarios of a result file against the reference and writes the file of effects: as
/// `<to>.part`, renamed when it is whole. The result file may be unfinished, packed, sharded, f32. Memory:
/// two tiles of states, whatever the file's size, as long as one sample of all trajectories fits. Throws Error (usage,
/// input_output).
EffectReport write_effect_file(const std::string& from, const std::string& to, const EffectOptions& options,
                               const EffectObserver& observe);

}  // namespace dosde
