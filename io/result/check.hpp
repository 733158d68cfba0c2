#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// One thing that is wrong with a result file, in a sentence.
struct CheckFinding {
  std::string sentence;
  std::int64_t scenario = -1;    ///< of the trajectory concerned; -1: none
  std::int64_t trajectory = -1;  ///< -1: none
};

/// What `check_result_file` found out.
struct CheckReport {
  std::vector<CheckFinding> findings;      ///< the first `most_findings`
  std::int64_t finding_count = 0;          ///< all; 0: the file is sound
  std::int64_t checked_trajectories = 0;   ///< whose checksums were verified, over all scenarios
  std::int64_t pending_trajectories = 0;   ///< not computed yet: no finding unless the file says it is complete
  std::int64_t diverged_trajectories = 0;  ///< no finding: a result
  bool has_changed_metadata = false;       ///< a finding: bytes outside of all data are not those of the creation
};

/// Checks a result file, finished or not, against its contract and its checksums, so that every changed byte is found:
/// - names, types, shapes, axes and attributes of every dataset; labels, graphs and indices in range;
/// - what is written before the run, and the file's metadata, against the list in `provenance/checksums`;
/// - the states of every stored trajectory that is done against `crc32c`; what else units wrote against `units/crc32c`;
/// - statuses against states (a done trajectory has no NaN, a diverged one nothing but NaN from its end on);
/// - in a complete file the summaries against the partial sums and the stored states, bit by bit;
/// - the attempts table against its checksums.
/// Not looked at is what is not data: the reserved bytes of pending trajectories, and summaries before the end.
/// Throws Error (input_output) where the file cannot be read at all.
CheckReport check_result_file(const std::string& path, std::size_t most_findings = 100);

/// Records the metadata of a file as they are now, after somebody added attributes or datasets on purpose: writes the
/// list of checksums again. To be called for a file whose only finding is `has_changed_metadata`.
void accept_changed_metadata(const std::string& path);

}  // namespace dosde
