#pragma once

#include <cstdint>
#include <string>

#include "engine/ensemble/unit_runner.hpp"

namespace dosde {

/// Checkpoints of long units, in files beside the result file: `<path>.unit-<n>.checkpoint`, one a unit that is under
/// way. Written under another name and renamed, so a file of that name is whole; it is removed when its unit is done.
class CheckpointFiles {
 public:
  /// `run_identity`: what the checkpoints belong to (`identify_run`). Others are ignored.
  CheckpointFiles(std::string result_path, std::uint64_t run_identity)
      : path_(std::move(result_path)), run_identity_(run_identity) {}

  /// Throws Error (input_output).
  void store(const UnitCheckpoint& checkpoint) const;
  /// False where there is none, or one that is damaged or of another run: the unit then starts anew.
  [[nodiscard]] bool load(std::int64_t unit, UnitCheckpoint& checkpoint) const;
  void remove(std::int64_t unit) const;

 private:
  [[nodiscard]] std::string name(std::int64_t unit) const;

  std::string path_;
  std::uint64_t run_identity_;
};

/// A hash of everything that decides the bits of a run: its resolved scenario, the version of the noise, and the
/// version and commit of this program.
std::uint64_t identify_run(const std::string& resolved_scenario);

}  // namespace dosde
