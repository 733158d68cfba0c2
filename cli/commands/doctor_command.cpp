#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "cluster/doctor.hpp"

namespace dosde {
namespace {

const char* mark_of(Health health) {
  switch (health) {
    case Health::good:
      return "ok";
    case Health::notable:
      return "note";
    case Health::bad:
      break;
  }
  return "BAD";
}

ExitCode examine(const std::string& folder, const Application& application) {
  const std::vector<DoctorFinding> findings = examine_folder(folder, application.session);
  const auto bad = std::count_if(findings.begin(), findings.end(),
                                 [](const DoctorFinding& finding) { return finding.health == Health::bad; });
  const bool is_bad = application.session.is_any(bad > 0);  // the first rank's table is the whole one
  if (application.session.is_first()) {
    if (application.wants_json) {
      nlohmann::ordered_json table = nlohmann::ordered_json::array();
      for (const auto& finding : findings)
        table.push_back({{"what", finding.what}, {"health", mark_of(finding.health)}, {"detail", finding.detail}});
      print_json({{"folder", folder}, {"ranks", application.session.size()}, {"bad", bad}, {"findings", table}});
    } else {
      for (const auto& finding : findings)
        fmt::print("{:<5} {:<15} {}\n", mark_of(finding.health), finding.what, finding.detail);
      fmt::print("{}: {}\n", folder, bad == 0 ? "runs may write here" : "runs should not write here");
    }
  }
  return is_bad ? ExitCode::input_output : ExitCode::done;
}

}  // namespace

void add_doctor_command(CLI::App& program, Application& application) {
  auto folder = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("doctor", "Try whether runs can rely on a folder and its file system");
  command->footer(
      "Examples: dosde doctor results\n          srun -N 2 dosde doctor results   (every rank takes part)\n"
      "Exit code 4 if results written there could be lost or wrong.");
  command->add_option("folder", *folder, "Folder that runs will write to")->required()->type_name("DIR");
  add_common_options(*command, application);
  command->callback([folder, &application] {
    application.action = [folder, &application] { return examine(*folder, application); };
  });
}

}  // namespace dosde
