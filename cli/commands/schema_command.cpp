#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/application.hpp"
#include "io/scenario/schema.hpp"

namespace dosde {

void add_schema_command(CLI::App& program, Application& application) {
  CLI::App* command = program.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  command->footer(
      "Example: dosde schema > scenario.schema.json; then put  #:schema ./scenario.schema.json  on top of a scenario");
  command->callback([&application] {
    application.action = [] {
      fmt::print("{}\n", scenario_schema());
      return ExitCode::done;
    };
  });
}

}  // namespace dosde
