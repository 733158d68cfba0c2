#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <string_view>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "engine/analysis/moment_run.hpp"
#include "io/result/result_file.hpp"
#include "io/scenario/read_scenario.hpp"
#include "io/scenario/value.hpp"

namespace dosde {
namespace {

struct GraphOptions {
  std::string scenario_file;
  std::string format = "dot";
  std::string scenario;
  double time = 0.0;
  bool has_time = false;
  std::vector<std::string> overrides;
};

const std::map<std::string, GraphFormat>& formats() {
  static const std::map<std::string, GraphFormat> known = {
      {"dot", GraphFormat::dot}, {"graphml", GraphFormat::graphml}, {"json", GraphFormat::json}};
  return known;
}

/// The regime that is asked for: of the named scenario (by default the first), in force at the time (by default the
/// start).
const RunShape::RegimeEntry& find_regime(const RunShape& shape, const GraphOptions& options) {
  const auto& names = shape.scenarios;
  const std::string wanted = options.scenario.empty() ? names.front() : options.scenario;
  // A sweep's points share graphs; the name of a scenario alone means its first point.
  const auto named = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return name == wanted || (!shape.sweep_axes.empty() && name == wanted + "@0");
  });
  const auto own = static_cast<std::int32_t>(named - names.begin());
  const bool is_shared = named != names.end() && !shape.graph_scenario.empty();
  const std::int32_t owner = is_shared ? shape.graph_scenario[static_cast<std::size_t>(own)] : own;
  const RunShape::RegimeEntry* found = nullptr;
  for (const auto& regime : shape.regimes)
    if (regime.scenario == owner && (found == nullptr || (options.has_time && regime.start <= options.time)))
      found = &regime;
  if (found == nullptr) {
    const std::string nearest = nearest_name(wanted, names);
    throw Error(ErrorKind::usage, "there is no scenario '" + wanted + "' in " + options.scenario_file, "",
                nearest.empty() ? "see `dosde plan` for their names" : "did you mean '" + nearest + "'?");
  }
  return *found;
}

/// What the graphs of a model are read from: its scenario file, or a result file, which carries them.
struct GraphSource {
  std::string title;
  RunShape shape;
  double start = 0.0;
  double stop = 0.0;
};

/// The end of the time span of a resolved scenario.
double stop_of(const std::string& resolved_scenario, const std::string& path) {
  const SourceText text(path, resolved_scenario);
  const Value document = parse_toml(text);
  const Value* time = document.find("time");
  const Value* stop = time == nullptr ? nullptr : time->find("stop");
  if (stop == nullptr)
    throw Error(ErrorKind::input_output, "the scenario in '" + path + "' does not say when the run ends",
                "it was damaged, or changed by another program");
  return stop->number;
}

void require_inside(const GraphSource& source, double time) {
  if (time >= source.start && time <= source.stop) return;  // false for NaN
  throw Error(ErrorKind::usage, fmt::format("--time {} is outside the time span", time),
              fmt::format("the run is from {} to {}", source.start, source.stop));
}

bool is_hdf5_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4> start{};
  file.read(start.data(), start.size());
  return file && std::string_view(start.data(), start.size()) == "\x89HDF";
}

GraphSource read_source(const GraphOptions& options) {
  if (is_hdf5_file(options.scenario_file)) {
    const ResultFile file(options.scenario_file);
    const RunShape shape = file.shape();
    const double start = shape.regimes.empty() ? shape.save_times.front() : shape.regimes.front().start;
    return {file.title(), shape, start, stop_of(file.provenance().scenario_resolved, file.path())};
  }
  const CompiledRun run =
      compile_for_description(read_scenario_file(options.scenario_file, options.overrides).experiment);
  return {run.experiment.title, run.shape, run.experiment.time.start, run.experiment.time.stop()};
}

ExitCode show_graph(const GraphOptions& options) {
  const GraphSource source = read_source(options);
  if (options.has_time) require_inside(source, options.time);
  const auto& regime = find_regime(source.shape, options);
  const std::string title =
      fmt::format("{}{}{} from t = {}", source.title, source.title.empty() ? "" : ": ",
                  source.shape.scenarios[static_cast<std::size_t>(regime.scenario)], regime.start);
  fmt::print("{}", export_graph(regime.graph, formats().at(options.format), title));
  return ExitCode::done;
}

}  // namespace

void add_graph_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<GraphOptions>();
  CLI::App* command =
      program.add_subcommand("graph", "The causal graph of a scenario file's model, or of a regime under intervention");
  command->footer("Example: dosde graph loop.toml --scenario clamped --time 12 --format dot | dot -Tsvg > loop.svg");
  command->add_option("scenario_file", options->scenario_file, "Scenario file (TOML) or result file (HDF5)")
      ->required()
      ->type_name("SCENARIO|FILE");
  command->add_option("--format", options->format, "dot, graphml or json")
      ->check(CLI::IsMember(formats()))
      ->capture_default_str();
  command->add_option("--scenario", options->scenario, "Name of the scenario; by default the first")->type_name("NAME");
  auto* time = command->add_option("--time", options->time, "The regime in force at this time; by default the start");
  add_override_option(*command, options->overrides);
  add_common_options(*command, application);
  command->callback([options, time, &application] {
    options->has_time = time->count() > 0;
    if (application.wants_json) options->format = "json";
    application.action = [options] { return show_graph(*options); };
  });
}

}  // namespace dosde
