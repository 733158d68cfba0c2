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
};

/// Checks a result file against its contract: names, types, shapes, axes and attributes of every dataset; the checksum
/// of every stored trajectory that is done; statuses against states (a done trajectory has no NaN, a diverged one has
/// nothing but NaN from its end on); labels, graphs and indices in range; and in a complete file the summaries against
/// the partial sums and the stored states, bit by bit. Throws Error (input_output) where the file cannot be read at
/// all.
CheckReport check_result_file(const std::string& path, std::size_t most_findings = 100);

}  // namespace dosde
