#include "cli/application.hpp"

#include <CLI/CLI.hpp>

namespace dosde {

CLI::Option* add_output_option(CLI::App& command, std::string& path, const std::string& description) {
  const auto refuse_empty = [](const std::string& name) {
    return std::string(name.empty() ? "the name is empty" : "");
  };
  return command.add_option("-o,--output", path, description)->check(refuse_empty)->type_name("FILE");
}

void add_override_option(CLI::App& command, std::vector<std::string>& overrides) {
  command
      .add_option("--set", overrides,
                  "Override a key of the scenario, e.g. --set ensemble.trajectories=100 --set model.parameters.a=0.7")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void add_common_options(CLI::App& command, Application& application) {
  command.add_flag("--json", application.wants_json, "Print results (and errors) as JSON on standard output");
  command.add_flag("-q,--quiet", application.is_quiet, "Print errors only");
  command.add_flag("-v,--verbose", application.verbosity, "Print more; twice for most");
}

}  // namespace dosde
