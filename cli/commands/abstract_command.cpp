#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/abstraction_report.hpp"
#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "io/abstraction/read_map.hpp"
#include "io/abstraction/write_abstraction_file.hpp"
#include "io/result/describe_experiment.hpp"
#include "io/run_request.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct AbstractArguments {
  std::string micro, macro;
  std::string output;
  std::vector<std::string> overrides, micro_overrides, macro_overrides;
  std::vector<std::string> map, pairs;
  AbstractionRequest request;
  std::string noise = "independent";
  double long_run = 0.0;
  bool overwrite = false;
};

ReadScenario read(const std::string& path, std::vector<std::string> overrides, const std::vector<std::string>& further,
                  const Application& application) {
  overrides.insert(overrides.end(), further.begin(), further.end());
  ReadScenario scenario = read_scenario_file(path, overrides);
  report_warnings(scenario.warnings, application);
  return scenario;
}

ExitCode compare(AbstractArguments arguments, const Application& application) {
  // 1. Both models.
  const ReadScenario micro = read(arguments.micro, arguments.overrides, arguments.micro_overrides, application);
  std::optional<ReadScenario> macro;
  if (!arguments.macro.empty())
    macro = read(arguments.macro, arguments.overrides, arguments.macro_overrides, application);
  if (!application.session.is_first()) return ExitCode::done;

  // 2. The map, the pairs, and where the answer goes.
  arguments.request.map = read_map(arguments.map);
  for (const std::string& pair : arguments.pairs) arguments.request.pairs.push_back(read_scenario_pair(pair));
  if (arguments.output.empty())
    arguments.output = std::filesystem::path(arguments.micro).stem().string() + ".abstraction.h5";
  std::vector<std::string> inputs = micro.files;
  if (macro) inputs.insert(inputs.end(), macro->files.begin(), macro->files.end());
  const auto existing = arguments.overwrite ? ExistingFile::replace : ExistingFile::refuse;
  refuse_existing(arguments.output, existing, inputs);  // before the work, and again when it is written

  // 3. The diagrams.
  const Abstraction abstraction =
      estimate_abstraction(micro.experiment, macro ? &macro->experiment : nullptr, arguments.request);
  Provenance provenance = with_settings(name_origin(micro, application.command_line), micro.experiment);
  provenance.scheme = abstraction.micro_scheme;
  write_abstraction_file(abstraction, provenance, macro ? macro->resolved : std::string(), arguments.output, existing,
                         inputs);

  // 4. What they say.
  if (application.wants_json) {
    print_json(to_json(abstraction, arguments.output));
  } else {
    print_abstraction(abstraction);
    fmt::print("{}\n", arguments.output);
  }
  report_abstraction(abstraction, application);
  say(application, fmt::format("open it with xarray.open_dataset(\"{}\")", arguments.output));
  return abstraction.diverged > 0 ? ExitCode::diverged : ExitCode::done;
}

/// Options that mean something for one sort of macro model only.
void refuse_misplaced(const AbstractArguments& arguments, bool names_noise) {
  if (arguments.macro.empty() && names_noise)
    throw CLI::ValidationError("--noise", "the derived model gets the noise of the micro model; name a MACRO file");
  if (arguments.macro.empty() && !arguments.macro_overrides.empty())
    throw CLI::ValidationError("--set-macro", "there is no MACRO file to set a key of");
  if (!arguments.macro.empty() && !arguments.request.reference.empty())
    throw CLI::ValidationError("--reference", "a MACRO file has noise of its own");
}

void add_choices(CLI::App& command, AbstractArguments& arguments) {
  AbstractionRequest& request = arguments.request;
  command
      .add_option("--map", arguments.map,
                  "A macro variable as a formula of micro variables; repeatable. By default variables of the same name")
      ->type_name("\"NAME = FORMULA\"")
      ->allow_extra_args(false);
  command
      .add_option("--pair", arguments.pairs,
                  "A scenario and the macro scenario that stands for it; repeatable. By default all, by name")
      ->type_name("MICRO=MACRO")
      ->allow_extra_args(false);
  command.add_option("--at", request.horizons, "Save times at which laws are compared; by default the last")
      ->delimiter(',')
      ->type_name("T,…");
  command
      .add_option("--reference", request.reference,
                  "Without MACRO: the scenario whose noise the derived model gets; by default the first that does not "
                  "intervene")
      ->type_name("NAME");
  command.add_option("--features", request.features, "Random Fourier features of MMD; by default 256")
      ->check(CLI::Range(4, 1000000))
      ->type_name("N");
}

}  // namespace

void add_abstract_command(CLI::App& program, Application& application) {
  auto arguments = std::make_shared<AbstractArguments>();
  CLI::App* command = program.add_subcommand(
      "abstract",
      "Does a macro model commute with interventions? Without one: the structural causal model at equilibrium");
  command->footer(
      "Examples: dosde abstract loop.toml                              where is thinking in an SCM safe?\n"
      "          dosde abstract fast_slow.toml reduced.toml --set-micro model.parameters.epsilon=0.01\n"
      "          dosde abstract micro.toml macro.toml --map \"total = x + y\" --pair \"do x=do total\"");
  command->add_option("micro", arguments->micro, "Scenario file (TOML) of the micro model")
      ->required()
      ->type_name("MICRO");
  command->add_option("macro", arguments->macro, "Scenario file (TOML) of the macro model")->type_name("MACRO");
  add_output_option(*command, arguments->output, "The file of diagrams; by default <MICRO>.abstraction.h5");
  add_choices(*command, *arguments);
  CLI::Option* long_run = command
                              ->add_option("--long-run", arguments->long_run,
                                           "Compare, too, the law of all states from this time on together")
                              ->type_name("T");
  CLI::Option* noise =
      command
          ->add_option(
              "--noise", arguments->noise,
              "independent (the default): the macro model meets noise of its own; shared: trajectory n of both "
              "meets the same")
          ->check(CLI::IsMember({"independent", "shared"}))
          ->type_name("KIND");
  command->add_flag("--overwrite", arguments->overwrite, "Replace an existing file");
  add_override_option(*command, arguments->overrides);
  command->add_option("--set-micro", arguments->micro_overrides, "Like --set, of the micro model only")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command->add_option("--set-macro", arguments->macro_overrides, "Like --set, of the macro model only")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  add_common_options(*command, application);
  command->callback([arguments, long_run, noise, &application] {
    refuse_misplaced(*arguments, noise->count() > 0);
    AbstractionRequest& request = arguments->request;
    if (request.features % 4 != 0) throw CLI::ValidationError("--features", "a multiple of 4 is needed");
    if (!std::isfinite(arguments->long_run)) throw CLI::ValidationError("--long-run", "a time is needed");
    if (long_run->count() > 0) request.long_run_from = arguments->long_run;
    if (arguments->noise == "shared") request.sampling = Sampling::paired;
    application.action = [arguments, &application] { return compare(*arguments, application); };
  });
}

}  // namespace dosde
