#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/application.hpp"
#include "io/effects/write_effect_file.hpp"

namespace dosde {

/// Prints effects at the chosen times while they are estimated: a table for people (of long sweeps the first rows, the
/// file has all), an object for machines at the end.
class EffectsTable {
 public:
  EffectsTable(const EffectOptions& options, const Application& application);

  void begin(const EffectReport& report);
  void add(const EffectReport& report, std::int64_t contrast, const ContrastTables& tables);
  void finish(const std::string& file);

 private:
  void print(const EffectReport& report, std::int64_t contrast, const ContrastTables& tables) const;

  const EffectOptions& options_;
  const Application& application_;
  std::int64_t contrasts_ = 0;
  std::int64_t incomplete_ = 0;  ///< contrasts with trajectories that were not compared at every time
  nlohmann::ordered_json json_;
};

}  // namespace dosde
