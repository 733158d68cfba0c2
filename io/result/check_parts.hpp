#pragma once

// Internal to io/result: the parts of check_result_file.

#include <string>

#include "io/result/check.hpp"
#include "io/result/hdf5.hpp"
#include "io/result/layout.hpp"

namespace dosde {

/// Collects findings up to a limit, and counts all.
class FindingList {
 public:
  FindingList(CheckReport& report, std::size_t most) : report_(report), most_(most) {}
  void add(const std::string& sentence, std::int64_t scenario = -1, std::int64_t trajectory = -1) {
    ++report_.finding_count;
    if (report_.findings.size() < most_) report_.findings.push_back({sentence, scenario, trajectory});
  }
  CheckReport& report() { return report_; }
  [[nodiscard]] std::size_t most() const { return most_; }

 private:
  CheckReport& report_;
  std::size_t most_;
};

/// Names, types, shapes, axes, attributes. False where the contents cannot be looked at.
bool check_layout(hid_t file, const ResultSizes& sizes, FindingList& findings);
/// Everything that is written before the run, against the list of checksums.
void check_checksum_list(hid_t file, const std::string& path, const ResultSizes& sizes, FindingList& findings);
/// What every work unit wrote besides the states, against the checksums that it wrote of it.
void check_units(hid_t file, const ResultSizes& sizes, FindingList& findings);
/// The shards of a file of the sharded layout, every byte of each, instead of the two above.
void check_shards(hid_t file, const std::string& path, FindingList& findings);
/// The attempts table row by row, and `complete`. To be called once trajectories have been counted.
void check_attempts(hid_t file, const ResultSizes& sizes, FindingList& findings);
/// Labels, marks and indices.
void check_labels(const std::string& path, FindingList& findings);
/// Checksums, statuses and NaN of every trajectory.
void check_trajectories(hid_t file, const std::string& path, FindingList& findings);
/// Summaries of a complete file against what they were made from.
void check_summaries(const std::string& path, FindingList& findings);

}  // namespace dosde
