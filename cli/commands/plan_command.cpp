#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "cli/plan_report.hpp"
#include "engine/analysis/moment_run.hpp"
#include "io/run_request.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct PlanOptions {
  std::string scenario;
  std::vector<std::string> overrides;
};

ExitCode plan_scenario(const PlanOptions& options, const Application& application) {
  const ReadScenario read = read_scenario_file(options.scenario, options.overrides);
  report_warnings(read.warnings, application);
  const CompiledRun run = compile_for_description(read.experiment);
  const PlanReport report =
      make_plan(run, make_result_request(run, read, application.command_line), read.experiment.output.file);
  if (application.wants_json)
    print_json(to_json(report));
  else
    print_plan(report, application.verbosity);
  return ExitCode::done;
}

}  // namespace

void add_plan_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<PlanOptions>();
  CLI::App* command = program.add_subcommand(
      "plan", "What a run would do: noise class, scheme, regimes with their equations, stiffness, work, memory, disk");
  command->footer("Example: dosde plan loop.toml -v");
  command->add_option("scenario", options->scenario, "Scenario file (TOML)")->required()->type_name("SCENARIO");
  add_override_option(*command, options->overrides);
  add_common_options(*command, application);
  command->callback([options, &application] {
    application.action = [options, &application] { return plan_scenario(*options, application); };
  });
}

}  // namespace dosde
