#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/abduction_report.hpp"
#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "io/abduction/observed_file.hpp"
#include "io/abduction/write_noise_file.hpp"
#include "io/result/describe_experiment.hpp"
#include "io/run_request.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct AbductArguments {
  std::string scenario;
  std::string path;
  std::string output;
  std::vector<std::string> overrides;
  std::vector<std::string> observed;            ///< --observe
  std::vector<std::string> observation_noises;  ///< --observation-noise, as given
  std::vector<std::int64_t> trajectories;
  AbductionRequest request;
  std::uint64_t seed = 0;
  bool overwrite = false;
};

/// "x=0.1"
void read_observation_noise(const std::string& text, std::map<std::string, double>& noise) {
  const std::size_t equals = text.find('=');
  double deviation = 0.0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + std::min(equals, text.size() - 1) + 1, end, deviation);
  if (equals == std::string::npos || read.ec != std::errc() || read.ptr != end)
    throw CLI::ValidationError("--observation-noise", "a variable and a standard deviation are needed, as in x=0.1");
  noise[text.substr(0, equals)] = deviation;
}

ExitCode find_noise(AbductArguments arguments, const Application& application) {
  ReadScenario read = read_scenario_file(arguments.scenario, arguments.overrides);
  report_warnings(read.warnings, application);
  if (!application.session.is_first()) return ExitCode::done;
  if (arguments.output.empty()) arguments.output = std::filesystem::path(arguments.path).stem().string() + ".noise.h5";
  const auto existing = arguments.overwrite ? ExistingFile::replace : ExistingFile::refuse;
  read.files.push_back(arguments.path);
  refuse_existing(arguments.output, existing, read.files);  // before the work, and again when it is written

  ObservedChoice choice{arguments.observed, arguments.observed, arguments.request.scenario, arguments.trajectories};
  if (choice.variables.empty()) choice.variables = read.experiment.model.variable_names();
  const ObservedPaths paths = read_observed_paths(arguments.path, choice);
  const Abduction found = abduct(read.experiment, paths, arguments.request);
  Provenance provenance = with_settings(name_origin(read, application.command_line), read.experiment);
  provenance.scheme = found.scheme;
  write_noise_file(found, provenance, arguments.output, existing, read.files);

  if (application.wants_json) {
    print_json(to_json(found, arguments.output));
  } else {
    print_abduction(found);
    fmt::print("{}\n", arguments.output);
  }
  report_abduction(found, application);
  say(application, fmt::format("replay it: dosde run {} --noise {}", arguments.scenario, arguments.output));
  return found.is_possible() && found.is_representative() ? ExitCode::done : ExitCode::difference;
}

}  // namespace

void add_abduct_command(CLI::App& program, Application& application) {
  auto arguments = std::make_shared<AbductArguments>();
  AbductionRequest& request = arguments->request;
  CLI::App* command =
      program.add_subcommand("abduct", "Finds the noise of observed paths, for what would have been: run --noise");
  command->footer(
      "Examples: dosde abduct loop.toml patient.csv --scenario observed -o noise.h5\n"
      "          dosde run loop.toml --noise noise.h5          every scenario of the file meets that noise");
  command->add_option("scenario", arguments->scenario, "Scenario file (TOML) with the scenario that was observed")
      ->required()
      ->type_name("SCENARIO");
  command->add_option("paths", arguments->path, "Observed paths: a result file, other HDF5, or CSV; every step")
      ->required()
      ->type_name("PATHS");
  add_output_option(*command, arguments->output, "The noise file; by default <paths>.noise.h5");
  command->add_option("--scenario", request.scenario, "The scenario that was observed; needed where there are several")
      ->type_name("NAME");
  command
      ->add_option("--observe", arguments->observed, "The variables that were observed; by default those of the file")
      ->delimiter(',')
      ->type_name("NAME,…");
  command->add_option("--trajectories", arguments->trajectories, "Trajectories of the file, from 0; by default all")
      ->delimiter(',')
      ->type_name("N,…");
  command
      ->add_option("--observation-noise", arguments->observation_noises,
                   "Standard deviation with which a variable was observed (normal)")
      ->delimiter(',')
      ->type_name("NAME=S,…");
  command->add_option("--draws", request.draws, "Draws of what is not determined, each a trajectory; by default 1")
      ->check(CLI::Range(1, 1000000))
      ->type_name("N");
  command
      ->add_option(
          "--particles", request.particles,
          "Where gaps or noise of observation hide states of a nonlinear model: weighted draws to pick from; by "
          "default 1000, or twice the draws")
      ->check(CLI::Range(2, 10000000))
      ->type_name("N");
  CLI::Option* seed = command->add_option("--seed", arguments->seed, "Of these draws; by default the scenario's")
                          ->check(CLI::NonNegativeNumber)
                          ->type_name("N");
  command->add_flag("--overwrite", arguments->overwrite, "Replace an existing file");
  add_override_option(*command, arguments->overrides);
  add_common_options(*command, application);
  command->callback([arguments, seed, &application] {
    if (seed->count() > 0) arguments->request.seed = arguments->seed;
    for (const auto& text : arguments->observation_noises)
      read_observation_noise(text, arguments->request.observation_noise);
    application.action = [arguments, &application] { return find_noise(*arguments, application); };
  });
}

}  // namespace dosde
