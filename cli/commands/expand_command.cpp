#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "io/scenario/read_scenario.hpp"
#include "io/scenario/sweep_reading.hpp"

namespace dosde {
namespace {

struct ExpandOptions {
  std::string scenario;
  std::string output;
  std::vector<std::string> overrides;
};

nlohmann::ordered_json to_json(const Sweep& sweep) {
  nlohmann::ordered_json axes = nlohmann::ordered_json::array();
  for (const auto& axis : sweep.axes) axes.push_back(axis.name);
  nlohmann::ordered_json points = nlohmann::ordered_json::array();
  for (std::int64_t point = 0; point < sweep.point_count; ++point) {
    nlohmann::ordered_json row = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
      const auto& words = sweep.axes[i].words;
      const double value = sweep.value(point, i);
      if (words.empty())
        row.push_back(value);
      else
        row.push_back(words[static_cast<std::size_t>(value)]);
    }
    points.push_back(std::move(row));
  }
  return {{"axes", axes}, {"points", points}};
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file)
    throw Error(ErrorKind::input_output, "cannot write the table of points to '" + path + "'", std::strerror(errno),
                "Choose another place with -o.");
}

ExitCode expand_sweep(const ExpandOptions& options, const Application& application) {
  const ReadScenario read = read_scenario_file(options.scenario, options.overrides);
  report_warnings(read.warnings, application);
  const Sweep& sweep = read.experiment.sweep;
  if (sweep.is_empty())
    throw Error(ErrorKind::usage, "'" + options.scenario + "' has no [sweep]", "there are no points to write");
  if (!application.session.is_first()) return ExitCode::done;
  const std::string text = application.wants_json ? to_json(sweep).dump() + '\n' : write_points(sweep);
  if (options.output.empty()) {
    fmt::print("{}", text);
  } else {
    write_file(options.output, text);
    say(application, fmt::format("{} points on {} axes -> {}", sweep.point_count, sweep.axes.size(), options.output));
  }
  return ExitCode::done;
}

}  // namespace

void add_expand_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<ExpandOptions>();
  CLI::App* command = program.add_subcommand("expand", "The points of a scenario file's sweep, one a line, as CSV");
  command->footer(
      "Example: dosde expand sweep.toml -o points.csv\n"
      "[sweep] design = \"table\", table = \"points.csv\" reads them back.");
  command->add_option("scenario", options->scenario, "Scenario file (TOML)")->required()->type_name("SCENARIO");
  command->add_option("-o,--output", options->output, "CSV file; by default standard output")->type_name("FILE");
  add_override_option(*command, options->overrides);
  add_common_options(*command, application);
  command->callback([options, &application] {
    application.action = [options, &application] { return expand_sweep(*options, application); };
  });
}

}  // namespace dosde
