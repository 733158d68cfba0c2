#include "io/result/check.hpp"

#include <functional>

#include "engine/core/error.hpp"
#include "io/result/check_parts.hpp"
#include "io/result/checksum_list.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/result_file.hpp"

namespace dosde {
namespace {

void check_completion(const std::string& path, FileForm form, FindingList& findings) {
  if (!ResultFile(path).progress().is_complete) return;
  const std::int64_t pending = findings.report().pending_trajectories;
  if (pending > 0) {
    findings.add("the file says that it is complete, but " + std::to_string(pending) + " trajectories are pending");
  } else if (form != FileForm::packed) {
    check_summaries(path, findings);  // of a packed file everything has a checksum, summaries too
  }
}

}  // namespace

CheckReport check_result_file(const std::string& path, std::size_t most_findings) {
  CheckReport report;
  FindingList findings(report, most_findings);
  const Hdf5Handle file = open_result_file(path);
  const ResultSizes sizes = read_result_sizes(file.get());
  if (!check_layout(file.get(), sizes, findings)) return report;
  // What readers refuse in a sentence is a finding too.
  const auto check_part = [&findings](const std::function<void()>& check) {
    try {
      check();
    } catch (const Error& error) {
      findings.add(error.diagnostics().front().problem);
    }
  };
  check_part([&] { check_labels(path, findings); });
  check_part([&] { check_checksum_list(file.get(), path, sizes, findings); });
  if (read_file_form(file.get()) == FileForm::sharded) {
    check_part([&] { check_shards(file.get(), path, findings); });
  } else {
    check_part([&] { check_trajectories(file.get(), path, findings); });
    check_part([&] { check_units(file.get(), sizes, findings); });
  }
  check_part([&] { check_attempts(file.get(), sizes, findings); });
  check_part([&] { check_completion(path, read_file_form(file.get()), findings); });
  return report;
}

void accept_changed_metadata(const std::string& path) { write_checksum_list(path); }

}  // namespace dosde
