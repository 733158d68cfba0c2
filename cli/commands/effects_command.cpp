#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <memory>

#include "cli/application.hpp"
#include "cli/effects_report.hpp"
#include "cli/messages.hpp"
#include "io/effects/write_effect_file.hpp"

namespace dosde {
namespace {

struct EffectsArguments {
  std::string path;
  std::string output;
  EffectOptions options;
  std::uint64_t seed = 0;
  bool leaves_differences_out = false;
  bool overwrite = false;
};

/// loop.h5 -> loop.effects.h5
std::string effects_name(const std::string& path) {
  std::filesystem::path name(path);
  const std::string ending = name.extension().string();
  return name.replace_extension(".effects" + ending).string();
}

ExitCode estimate_effects(EffectsArguments arguments, const Application& application) {
  if (!application.session.is_first()) return ExitCode::done;
  if (arguments.output.empty()) arguments.output = effects_name(arguments.path);
  if (arguments.overwrite) arguments.options.existing = ExistingFile::replace;
  arguments.options.keeps_differences = !arguments.leaves_differences_out;
  arguments.options.command_line = application.command_line;
  EffectsTable table(arguments.options, application);
  write_effect_file(arguments.path, arguments.output, arguments.options,
                    [&table](const EffectReport& report, std::int64_t contrast, const ContrastTables* tables) {
                      if (tables == nullptr)
                        table.begin(report);
                      else
                        table.add(report, contrast, *tables);
                    });
  table.finish(arguments.output);
  return ExitCode::done;
}

/// Levels strictly between 0 and 1, increasing: `quantile` is an axis of the file.
std::string refuse_levels(const std::vector<double>& levels) {
  for (std::size_t k = 0; k < levels.size(); ++k)
    if (!(levels[k] > 0.0 && levels[k] < 1.0) || (k > 0 && levels[k] <= levels[k - 1]))
      return "levels lie between 0 and 1 and increase";
  return {};
}

std::string refuse_count(std::int64_t count) {
  return count >= 4 && count % 4 == 0 && count <= 1000000 ? std::string() : "a multiple of 4 up to 1000000 is needed";
}

}  // namespace

void add_effects_command(CLI::App& program, Application& application) {
  auto arguments = std::make_shared<EffectsArguments>();
  EffectOptions& options = arguments->options;
  CLI::App* command = program.add_subcommand(
      "effects", "What interventions did: effects against a reference, with errors, bands and distances");
  command->footer(
      "Examples: dosde effects loop.h5                        writes loop.effects.h5, prints the last time\n"
      "          dosde effects loop.h5 --at 15,20 --reference observed -o effects.h5\n"
      "          dosde effects sweep.h5 --reference observed@0    every point against point 0");
  command->add_option("file", arguments->path, "Result file (HDF5), finished or not")->required()->type_name("FILE");
  add_output_option(*command, arguments->output,
                    "The file of effects; by default FILE with .effects before its ending");
  command->add_option("--reference", options.reference, "The scenario to compare with; by default the first")
      ->type_name("NAME");
  command
      ->add_option("--at", options.horizons,
                   "Save times that are printed, and at which joint laws are compared; by default the last")
      ->delimiter(',')
      ->type_name("T,…");
  command->add_option("--quantiles", options.levels, "Levels of quantile effects; by default 0.05,0.25,0.5,0.75,0.95")
      ->delimiter(',')
      ->type_name("P,…");
  command->add_option("--confidence", options.confidence, "Of the simultaneous band; by default 0.95")
      ->check(CLI::Range(0.5, 0.9999))
      ->type_name("P");
  command->add_option("--draws", options.draws, "Draws of the band's bootstrap; by default 1000")->type_name("N");
  command->add_option("--features", options.features, "Random Fourier features of MMD; by default 512")->type_name("N");
  CLI::Option* seed =
      command->add_option("--seed", arguments->seed, "Of the band's signs and MMD's frequencies; by default the run's")
          ->check(CLI::NonNegativeNumber)
          ->type_name("N");
  command->add_flag("--no-differences", arguments->leaves_differences_out,
                    "Leave out the difference of every single trajectory, the bulk of the file");
  command->add_flag("--overwrite", arguments->overwrite, "Replace an existing file");
  add_common_options(*command, application);
  command->callback([arguments, seed, &application] {
    EffectOptions& chosen = arguments->options;
    if (std::isnan(chosen.confidence))
      throw CLI::ValidationError("--confidence", "a number from 0.5 to 0.9999 is needed");
    if (const std::string problem = refuse_levels(chosen.levels); !problem.empty())
      throw CLI::ValidationError("--quantiles", problem);
    if (const std::string problem = refuse_count(chosen.draws); !problem.empty())
      throw CLI::ValidationError("--draws", problem);
    const double least_draws = chosen.confidence / (1.0 - chosen.confidence);
    if (static_cast<double>(chosen.draws) < least_draws)
      throw CLI::ValidationError("--draws", fmt::format("a band of confidence {} needs {} draws at least",
                                                        chosen.confidence, std::ceil(least_draws - 1e-9)));
    if (const std::string problem = refuse_count(chosen.features); !problem.empty())
      throw CLI::ValidationError("--features", problem);
    if (seed->count() > 0) chosen.seed = arguments->seed;
    application.action = [arguments, &application] { return estimate_effects(*arguments, application); };
  });
}

}  // namespace dosde
