#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/application.hpp"
#include "io/scenario/schema.hpp"

namespace dosde {

void add_new_command(CLI::App& program, Application& application) {
  auto name = std::make_shared<std::string>("my_scenario");
  CLI::App* command = program.add_subcommand("new", "Print a commented scenario to start from");
  command->footer("Example: dosde new loop > loop.toml && dosde run loop.toml");
  command->add_option("name", *name, "Name of the scenario")->type_name("NAME")->capture_default_str();
  command->callback([name, &application] {
    application.action = [name] {
      fmt::print("{}", scenario_template(*name));
      return ExitCode::done;
    };
  });
}

}  // namespace dosde
