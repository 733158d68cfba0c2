#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "engine/core/error.hpp"
#include "models/zoo.hpp"

namespace dosde {
namespace {

ExitCode list_models(const Application& application) {
  if (application.wants_json) {
    print_json({{"models", zoo_model_names()}});
    return ExitCode::done;
  }
  for (const auto& name : zoo_model_names()) fmt::print("{}\n", name);
  return ExitCode::done;
}

ExitCode show_model(const std::string& name) {
  const auto text = find_zoo_model(name);
  if (!text) {
    throw Error(ErrorKind::usage, "there is no model '" + name + "' in the zoo", "",
                suggest_nearest(name, zoo_model_names(), "see `dosde models list`"));
  }
  fmt::print("{}", *text);
  return ExitCode::done;
}

}  // namespace

void add_models_command(CLI::App& program, Application& application) {
  CLI::App* command = program.add_subcommand("models", "The model zoo: list it, or show a model's file");
  command->footer(
      "Examples: dosde models list\n          dosde models show predator_prey\nUse one in a scenario by  use = "
      "\"predator_prey\"  under [model].");
  add_common_options(*command, application);
  command->require_subcommand(0, 1);
  command->callback([&application, command] {
    if (command->get_subcommands().empty()) application.action = [&application] { return list_models(application); };
  });
  CLI::App* list = command->add_subcommand("list", "Names of all models");
  add_common_options(*list, application);
  list->callback([&application] { application.action = [&application] { return list_models(application); }; });
  auto name = std::make_shared<std::string>();
  CLI::App* show =
      command->add_subcommand("show", "The file of one model: equations, parameters, known moments, references");
  show->add_option("name", *name, "Name of the model")->required()->type_name("NAME");
  show->callback([name, &application] { application.action = [name] { return show_model(*name); }; });
}

}  // namespace dosde
