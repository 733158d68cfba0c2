#include "io/result/check_parts.hpp"
#include "io/result/result_file.hpp"
#include "io/result/shard_survey.hpp"

namespace dosde {

void check_shards(hid_t file, const std::string& path, FindingList& findings) {
  const ResultFile result(path);
  const double tied = result.numbers("shards/tied").front();
  if (tied > 1.0) findings.add("'shards/tied' is " + std::to_string(static_cast<int>(tied)) + ", neither 0 nor 1");
  if (tied == 0.0 && result.progress().is_complete)
    findings.add("the file is complete, but says that it does not show all that its shards hold");
  const ShardTable table = survey_shards(path, file);
  for (const ShardRecord& shard : table.shards) {
    const CheckReport report = check_result_file(locate_shard(path, shard.file), findings.most());
    findings.report().checked_trajectories += report.checked_trajectories;
    for (const CheckFinding& finding : report.findings)
      findings.add("in the shard '" + shard.file + "': " + finding.sentence, finding.scenario, finding.trajectory);
    findings.report().finding_count += report.finding_count - static_cast<std::int64_t>(report.findings.size());
  }
  // Of units, not of shards: one that a rank was killed in has left marks in a shard that do not count.
  const auto counts = result.progress().counts;
  const auto count_of = [&counts](TrajectoryStatus status) {
    const auto found = counts.find(status);
    return found == counts.end() ? 0 : found->second;
  };
  findings.report().pending_trajectories = count_of(TrajectoryStatus::pending);
  findings.report().diverged_trajectories = count_of(TrajectoryStatus::diverged);
}

}  // namespace dosde
