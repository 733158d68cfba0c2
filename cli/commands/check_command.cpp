#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "io/result/check.hpp"

namespace dosde {
namespace {

ExitCode check_file(const std::string& path, bool accepts_changes, const Application& application) {
  CheckReport report = check_result_file(path);
  if (accepts_changes && report.has_changed_metadata && report.finding_count == 1) {
    accept_changed_metadata(path);
    say(application, path + ": its metadata have changed since it was created; accepted as they are now");
    report = check_result_file(path);
  }
  if (application.wants_json) {
    nlohmann::ordered_json findings = nlohmann::ordered_json::array();
    for (const auto& finding : report.findings)
      findings.push_back(
          {{"sentence", finding.sentence}, {"scenario", finding.scenario}, {"trajectory", finding.trajectory}});
    print_json({{"file", path},
                {"finding_count", report.finding_count},
                {"findings", findings},
                {"checked_trajectories", report.checked_trajectories},
                {"pending_trajectories", report.pending_trajectories},
                {"diverged_trajectories", report.diverged_trajectories}});
  } else {
    for (const auto& finding : report.findings) fmt::print("{}: {}\n", path, finding.sentence);
    fmt::print("{}: {}; checksums of {} trajectories verified, {} pending, {} diverged\n", path,
               report.finding_count == 0 ? "sound" : fmt::format("{} findings", report.finding_count),
               report.checked_trajectories, report.pending_trajectories, report.diverged_trajectories);
  }
  return report.finding_count == 0 ? ExitCode::done : ExitCode::difference;
}

}  // namespace

void add_check_command(CLI::App& program, Application& application) {
  auto path = std::make_shared<std::string>();
  auto accepts_changes = std::make_shared<bool>(false);
  CLI::App* command =
      program.add_subcommand("check", "Check every byte of a result file: layout, checksums, statuses, summaries");
  command->footer("Example: dosde check loop.h5   (exit code 6 if something is wrong)");
  command->add_option("file", *path, "Result file (HDF5)")->required()->type_name("FILE");
  command->add_flag("--accept-changes", *accepts_changes,
                    "You added attributes or variables to the file: if all else is sound, record it as it is now");
  add_common_options(*command, application);
  command->callback([path, accepts_changes, &application] {
    application.action = [path, accepts_changes, &application] {
      return check_file(*path, *accepts_changes, application);
    };
  });
}

}  // namespace dosde
