#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "cli/stationary_report.hpp"

namespace dosde {
namespace {

struct StationaryOptions {
  std::string path;
  std::string scenario;
  double from = 0.0;
  std::optional<double> chosen_from;
  bool halves_step = false;
};

ExitCode judge_stationarity(const StationaryOptions& options, const Application& application) {
  if (!application.session.is_first()) return ExitCode::done;
  StationarySource source(options.path);
  nlohmann::ordered_json told = nlohmann::ordered_json::array();
  for (const std::size_t scenario : source.find_scenarios(options.scenario)) {
    StationaryReport report{source.read(scenario, options.chosen_from), {}, {}};
    report.evidence = examine_stationarity(report.window.regime, report.window.states, source.seed());
    if (options.halves_step) report.halved = source.halve_step(scenario, report.window);
    if (application.wants_json)
      told.push_back(to_json(report));
    else
      print_stationary(report);
  }
  if (application.wants_json) print_json(told);
  return ExitCode::done;
}

}  // namespace

void add_stationary_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<StationaryOptions>();
  CLI::App* command = program.add_subcommand(
      "stationary", "Has the run reached its stationary law? Evidence from saved states, scenario by scenario");
  command->footer(
      "Examples: dosde stationary loop.h5 --from 50\n"
      "          dosde stationary loop.h5 --halve        runs h and h/2 as well, to see what the step does");
  command->add_option("file", options->path, "Result file (HDF5)")->required()->type_name("FILE");
  auto* from =
      command
          ->add_option("--from", options->from, "Where the burn-in ends; by default in the middle of the last regime")
          ->type_name("T");
  command->add_option("--scenario", options->scenario, "Only this scenario; by default all")->type_name("NAME");
  command->add_flag("--halve", options->halves_step,
                    "Run the scenario at its step and at half of it, in memory, and tell the difference");
  add_common_options(*command, application);
  command->callback([options, from, &application] {
    if (from->count() > 0) options->chosen_from = options->from;
    application.action = [options, &application] { return judge_stationarity(*options, application); };
  });
}

}  // namespace dosde
