#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "engine/analysis/moment_run.hpp"
#include "engine/analysis/stiffness_warning.hpp"
#include "engine/ensemble/rate_warnings.hpp"
#include "engine/ensemble/scheme_names.hpp"
#include "engine/ensemble/table_warnings.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct ValidateOptions {
  std::vector<std::string> scenarios;
  std::vector<std::string> overrides;
};

/// Every file is looked at, whatever is wrong with the ones before it.
ExitCode validate_scenarios(const ValidateOptions& options, const Application& application) {
  ExitCode worst = ExitCode::done;
  for (const auto& path : options.scenarios) {
    try {
      const ReadScenario read = read_scenario_file(path, options.overrides);
      const CompiledRun run = compile_for_description(read.experiment);
      report_warnings(read.warnings, application);
      report_warnings(warn_of_stiffness_at_once(run), application);
      report_warnings(warn_of_rates(run), application);
      report_warnings(warn_of_tables(run), application);
      if (application.wants_json)
        print_json({{"file", path},
                    {"valid", true},
                    {"scheme", scheme_names(run)},
                    {"noise_class", to_string(run.noise_class.noise_class)}});
      else
        fmt::print("{}: valid ({} variables, {} scenarios, scheme {})\n", path, run.shape.variables.size(),
                   run.shape.scenarios.size(), scheme_names(run));
    } catch (const Error& error) {
      worst = report_error(error, application);
    }
  }
  return worst;
}

}  // namespace

void add_validate_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<ValidateOptions>();
  CLI::App* command = program.add_subcommand("validate", "Check scenario files and tell every mistake at once");
  command->footer("Example: dosde validate loop.toml examples/*/*.toml");
  command->add_option("scenarios", options->scenarios, "Scenario files (TOML)")->required()->type_name("SCENARIO");
  add_override_option(*command, options->overrides);
  add_common_options(*command, application);
  command->callback([options, &application] {
    application.action = [options, &application] { return validate_scenarios(*options, application); };
  });
}

}  // namespace dosde
