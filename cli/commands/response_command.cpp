#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "cli/response_report.hpp"
#include "io/response/response_table.hpp"
#include "io/response/write_response_file.hpp"
#include "io/result/describe_experiment.hpp"
#include "io/run_request.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct ResponseArguments {
  std::string scenario;
  std::string output;
  std::vector<std::string> overrides;
  ResponseRequest request;
  std::string kind = "clamp";
  double size = 1.0;
  double long_run = 0.0;
  bool wants_table = false;
  bool overwrite = false;
};

ExitCode respond(ResponseArguments arguments, const Application& application) {
  const ReadScenario read = read_scenario_file(arguments.scenario, arguments.overrides);
  report_warnings(read.warnings, application);
  if (!application.session.is_first()) return ExitCode::done;
  if (arguments.output.empty())
    arguments.output = std::filesystem::path(arguments.scenario).stem().string() + ".response.h5";
  const auto existing = arguments.overwrite ? ExistingFile::replace : ExistingFile::refuse;
  refuse_existing(arguments.output, existing, read.files);  // before the work, and again when it is written
  const Response response = estimate_response(read.experiment, arguments.request);
  Provenance provenance = with_settings(name_origin(read, application.command_line), read.experiment);
  provenance.scheme = response.scheme;
  write_response_file(response, provenance, arguments.output, existing, read.files);
  if (application.wants_json) {
    print_json(to_json(response, arguments.output));
  } else if (arguments.wants_table) {
    fmt::print("{}", response_table(response));
  } else {
    print_response(response);
    fmt::print("{}\n", arguments.output);
  }
  report_response(response, application);
  say(application, fmt::format("open it with xarray.open_dataset(\"{}\")", arguments.output));
  return ExitCode::done;
}

}  // namespace

void add_response_command(CLI::App& program, Application& application) {
  auto arguments = std::make_shared<ResponseArguments>();
  ResponseRequest& request = arguments->request;
  static const std::map<std::string, ResponseKind> kinds = {
      {"clamp", ResponseKind::clamp}, {"shift", ResponseKind::shift}, {"scale_noise", ResponseKind::scale_noise}};
  CLI::App* command = program.add_subcommand(
      "response", "Intervenes on every variable in turn: effects of each on each, next to direct effects");
  command->footer(
      "Examples: dosde response loop.toml                              do(X = c) for every variable X\n"
      "          dosde response loop.toml --kind shift --at 5,10 --csv > response.csv");
  command->add_option("scenario", arguments->scenario, "Scenario file (TOML)")->required()->type_name("SCENARIO");
  add_output_option(*command, arguments->output, "The file of responses; by default <scenario>.response.h5");
  command
      ->add_option(
          "--kind", arguments->kind,
          "clamp (the default): X held a little higher; shift: its drift pushed; scale_noise: its noise scaled")
      ->check(CLI::IsMember(kinds))
      ->type_name("KIND");
  command->add_option("--reference", request.scenario, "The scenario that is intervened on; by default the first")
      ->type_name("NAME");
  command->add_option("--at", request.horizons, "Save times at which effects are told; by default the last")
      ->delimiter(',')
      ->type_name("T,…");
  CLI::Option* size =
      command
          ->add_option("--size", arguments->size,
                       "Of clamps and shifts in standard deviations of the variable, by default 1; of scale_noise the "
                       "factor, by default 2")
          ->type_name("S");
  CLI::Option* long_run =
      command->add_option("--long-run", arguments->long_run, "Where the long run begins; by default half-way")
          ->type_name("T");
  command->add_flag("--csv", arguments->wants_table, "Print a table for figures (CSV) on standard output");
  command->add_flag("--overwrite", arguments->overwrite, "Replace an existing file");
  add_override_option(*command, arguments->overrides);
  add_common_options(*command, application);
  command->callback([arguments, size, long_run, &application] {
    ResponseRequest& chosen = arguments->request;
    chosen.kind = kinds.at(arguments->kind);
    const double magnitude = std::fabs(arguments->size);
    if (size->count() > 0 && !(magnitude >= 1e-6 && magnitude < 1e100))
      throw CLI::ValidationError("--size",
                                 "a number from 1e-6 on is needed, or its negative: the effect of a smaller "
                                 "change would be lost in rounding");
    chosen.size = size->count() > 0 ? arguments->size : chosen.kind == ResponseKind::scale_noise ? 2.0 : 1.0;
    if (!std::isfinite(arguments->long_run)) throw CLI::ValidationError("--long-run", "a time is needed");
    if (long_run->count() > 0) chosen.long_run_from = arguments->long_run;
    application.action = [arguments, &application] { return respond(*arguments, application); };
  });
}

}  // namespace dosde
