#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/result_file.hpp"
#include "io/result/survival.hpp"

namespace dosde {

/// States of a result file, finished or not, plain, sharded or packed, f64 or f32, read by ranges of samples (a sample
/// is one time and variable) across all stored trajectories. A packed file holds them trajectory by trajectory in
/// compressed pieces: it is unpacked once, into a nameless file beside the output.
class StoredStates {
 public:
  /// `scratch`: a path that may be used for a moment. Throws Error (input_output).
  StoredStates(const ResultFile& file, const std::string& scratch);

  [[nodiscard]] const ResultSizes& sizes() const { return sizes_; }
  [[nodiscard]] Survival survival(std::int64_t scenario) const;
  /// tile[n][s]: of stored trajectory n, sample first + s, s < width.
  void read(std::int64_t scenario, std::int64_t first, std::int64_t width, std::vector<double>& tile);

 private:
  const ResultFile& file_;
  ResultSizes sizes_;
  std::unique_ptr<RawLayout> layout_;  ///< null: packed
  std::unique_ptr<RawFile> raw_;       ///< where states are: the file, or what it was unpacked into
  std::int64_t offset_ = 0;            ///< of them
};

}  // namespace dosde
