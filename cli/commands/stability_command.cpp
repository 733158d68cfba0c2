#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "cli/stability_report.hpp"
#include "engine/analysis/moment_run.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct StabilityOptions {
  std::string scenario_file;
  std::string scenario;
  std::int64_t starts = 200;
  std::vector<std::string> overrides;
};

ExitCode look_at_stability(const StabilityOptions& options, const Application& application) {
  const ReadScenario read = read_scenario_file(options.scenario_file, options.overrides);
  report_warnings(read.warnings, application);
  CompiledRun run = compile_for_description(read.experiment);
  if (!options.scenario.empty()) {
    std::vector<std::string> names;
    for (const auto& scenario : run.experiment.scenarios) names.push_back(scenario.name);
    const auto found = std::find(names.begin(), names.end(), options.scenario);
    if (found == names.end()) {
      throw Error(ErrorKind::usage, "there is no scenario '" + options.scenario + "' in " + options.scenario_file, "",
                  suggest_nearest(options.scenario, names, "see `dosde plan` for their names"));
    }
    const auto place = found - names.begin();
    run.timelines = {run.timelines[static_cast<std::size_t>(place)]};
    run.experiment.scenarios = {run.experiment.scenarios[static_cast<std::size_t>(place)]};
  }
  const auto reports = examine_stability(run, options.starts);
  if (application.wants_json)
    print_json(to_json(reports));
  else
    print_stability(reports);
  if (!run.experiment.sweep.is_empty())
    say(application,
        "of the sweep the first group of points was looked at, swept parameters in the middle of their "
        "ranges; choose points with --set");
  return ExitCode::done;
}

}  // namespace

void add_stability_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<StabilityOptions>();
  CLI::App* command = program.add_subcommand(
      "stability", "Equilibria of every regime and their stability, of means and of second moments");
  command->footer("Example: dosde stability loop.toml --starts 1000 --scenario clamped");
  command->add_option("scenario", options->scenario_file, "Scenario file (TOML)")->required()->type_name("SCENARIO");
  command->add_option("--scenario", options->scenario, "Only this scenario; by default all")->type_name("NAME");
  command
      ->add_option("--starts", options->starts,
                   "Points that Newton's method starts from, by default 200; keyed by the "
                   "seed")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{10000000}))
      ->type_name("N");
  add_override_option(*command, options->overrides);
  add_common_options(*command, application);
  command->callback([options, &application] {
    application.action = [options, &application] { return look_at_stability(*options, application); };
  });
}

}  // namespace dosde
