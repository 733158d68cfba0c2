#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/ensemble/sink.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"

namespace dosde {

/// Writes finished units into a result file made by create_result_file: states, ends, the unit's node of the summary
/// tree, the checksums of all of them, and last the statuses, all by plain pwrite. Whatever kills the process, every
/// unit whose statuses are all set is whole, and no other byte of the file has changed. Units may come in any order,
/// from any process that has the file open, each unit once.
class ResultFileSink final : public Sink {
 public:
  /// Opens the file. Throws Error (input_output).
  explicit ResultFileSink(const std::string& path);
  void write(const UnitResult& result) override;
  /// Marks a unit that could not be computed: its states are NaN, its statuses failed; it counts in no summary.
  void write_failed(const UnitRange& range);

  /// Finite states written so far that f32 could hold only as infinities.
  [[nodiscard]] std::int64_t overflowed_states() const { return overflowed_states_; }

 private:
  void require_fitting(const UnitResult& result) const;
  void write_states(const UnitResult& result);
  void write_trajectories(const double* states, std::int64_t rows, std::int64_t place, std::uint32_t* checksums);
  void write_ends(const UnitResult& result);
  /// `row`: of the unit's first scenario in the tables of /units.
  void write_checksums(const UnitResult& result, std::int64_t row);
  void write_statuses(const UnitResult& result);

  RawLayout layout_;
  RawFile file_;
  std::int64_t overflowed_states_ = 0;
  // Reused from unit to unit.
  std::vector<float> narrowed_;
  std::vector<std::uint32_t> checksums_;
  std::vector<double> times_;
  std::vector<std::int32_t> variables_;
  std::vector<std::uint8_t> statuses_;
};

}  // namespace dosde
