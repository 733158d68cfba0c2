#include "io/result/check.hpp"

#include "engine/core/error.hpp"
#include "io/result/check_parts.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/result_file.hpp"

namespace dosde {

CheckReport check_result_file(const std::string& path, std::size_t most_findings) {
  CheckReport report;
  FindingList findings(report, most_findings);
  const Hdf5Handle file = open_result_file(path);
  const ResultSizes sizes = read_result_sizes(file.get());
  if (!check_layout(file.get(), sizes, findings)) return report;
  // What readers refuse in a sentence is a finding too, and ends the search: the rest rests on it.
  try {
    check_labels(path, findings);
    check_trajectories(file.get(), path, findings);
  } catch (const Error& error) {
    findings.add(error.diagnostics().front().problem);
    return report;
  }
  if (ResultFile(path).progress().is_complete) {
    if (report.pending_trajectories > 0) {
      findings.add("the file says that it is complete, but " + std::to_string(report.pending_trajectories) +
                   " trajectories are pending");
    } else {
      check_summaries(path, findings);
    }
  }
  return report;
}

}  // namespace dosde
