#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ensemble/sink.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/state_reader.hpp"

namespace dosde {

/// The finished units of a result file, as what a sink is given: to copy them into another file.
class StoredUnits {
 public:
  /// Throws Error (input_output).
  explicit StoredUnits(const std::string& path);
  StoredUnits(const StoredUnits&) = delete;
  StoredUnits& operator=(const StoredUnits&) = delete;

  [[nodiscard]] const ResultSizes& sizes() const { return layout_.sizes(); }
  [[nodiscard]] UnitRange range(std::int64_t unit) const;
  /// The unit as it was written, valid until the next call; rows of `states` beyond the kept trajectories are NaN.
  /// Throws Error (input_output) where its states do not fit their checksums.
  const UnitResult& read(std::int64_t unit);

 private:
  void read_states(const UnitRange& range);
  void read_ends(const UnitRange& range);

  std::string path_;
  RawLayout layout_;
  RawFile file_;
  StateReader reader_;
  UnitResult result_;
  std::vector<double> states_;
  std::vector<TrajectoryEnd> ends_;
  std::vector<Moments> moments_;
  std::vector<std::int64_t> reflections_;
};

}  // namespace dosde
