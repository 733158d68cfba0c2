#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/effects/contrast.hpp"
#include "io/effects/effect_layout.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/result_file.hpp"

namespace dosde {

/// What is in a file of effects before its numbers are.
struct EffectHeader {
  EffectSizes sizes;
  std::vector<Contrast> contrasts;
  std::vector<double> levels;
  std::vector<double> horizons;
  double confidence = 0.0;
  std::int64_t draws = 0;
  std::int64_t features = 0;
  std::uint64_t seed = 0;    ///< of signs and frequencies
  std::string command_line;  ///< of this command; that of the run is in its provenance
};

/// A file of effects under construction: made at its final size, then filled piece by piece with plain writes.
class EffectFile {
 public:
  /// Creates the file (overwriting), with labels, attributes and the provenance of the run, and reserves its blocks.
  /// Throws Error (input_output).
  EffectFile(const std::string& path, const EffectHeader& header, const ResultFile& run);

  [[nodiscard]] bool has(const std::string& dataset) const { return places_.count(dataset) != 0; }
  /// The whole part of a dataset that belongs to a contrast; numbers are converted to what is stored. Nothing happens
  /// where the file has no such dataset.
  void put(const std::string& dataset, std::int64_t contrast, const std::vector<double>& values);
  /// Samples [first, first + width) of all trajectories, rows [trajectory][width], of the differences of a contrast.
  void put_differences(std::int64_t contrast, std::int64_t first, std::int64_t width, const std::vector<double>& rows);

 private:
  struct Place {
    std::int64_t offset = 0;
    std::int64_t elements = 0;  ///< a contrast
    ElementType type = ElementType::float64;
  };

  EffectSizes sizes_;
  std::map<std::string, Place> places_;
  std::optional<RawFile> file_;
  std::vector<float> narrow_;
};

}  // namespace dosde
