#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/result/layout.hpp"
#include "io/result/place_file.hpp"

namespace dosde {

struct MergeOptions {
  bool allows_missing = false;  ///< where units are in no shard, make an unfinished file, which `resume` completes
  ExistingFile existing = ExistingFile::refuse;
};

struct MergeReport {
  std::int64_t units = 0;
  std::int64_t merged_units = 0;
  std::vector<UnitSpan> missing;  ///< ranges of units that no shard has
  std::int64_t diverged = 0;      ///< trajectories, failed ones included
};

/// Puts the finished units of several files of one run (shards made by `run --shard`, or unfinished files of it) into
/// one file, and completes it: states, summaries and checksums are, bit for bit, those of one whole run. The attempts
/// of all shards are kept. Every shard is checked, byte for byte, before anything is taken from it. Throws Error
/// (input_output) where a shard is unsound, is not of the same run (scenario, seed, noise version, unit size, labels),
/// where two shards contradict each other, or where units are missing and that is not allowed; `out` is then not
/// written.
MergeReport merge_result_files(const std::string& out, const std::vector<std::string>& shards,
                               const MergeOptions& options = {});

}  // namespace dosde
