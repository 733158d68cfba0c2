#include "cli/graph_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "engine/analysis/moment_run.hpp"
#include "io/result/result_file.hpp"
#include "io/scenario/read_scenario.hpp"
#include "io/scenario/value.hpp"

namespace dosde {
namespace {

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

bool is_hdf5_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4> start{};
  file.read(start.data(), start.size());
  return file && std::string_view(start.data(), start.size()) == "\x89HDF";
}

}  // namespace

GraphSource::GraphSource(const std::string& path, const std::vector<std::string>& overrides) : path_(path) {
  if (is_hdf5_file(path)) {
    const ResultFile file(path);
    title_ = file.title();
    shape_ = file.shape();
    start_ = shape_.regimes.empty() ? shape_.save_times.front() : shape_.regimes.front().start;
    resolved_ = file.provenance().scenario_resolved;
    stop_ = stop_of(resolved_, file.path());
    return;
  }
  run_ = std::make_unique<CompiledRun>(compile_for_description(read_scenario_file(path, overrides).experiment));
  title_ = run_->experiment.title;
  shape_ = run_->shape;
  start_ = run_->experiment.time.start;
  stop_ = run_->experiment.time.stop();
}

const std::string& GraphSource::scenario_of(std::size_t regime) const {
  return shape_.scenarios[static_cast<std::size_t>(shape_.regimes[regime].scenario)];
}

std::string GraphSource::title_of(std::size_t regime) const {
  return fmt::format("{}{}{} from t = {}", title_, title_.empty() ? "" : ": ", scenario_of(regime),
                     shape_.regimes[regime].start);
}

std::vector<std::size_t> GraphSource::find_regimes(const std::string& scenario, std::optional<double> time) const {
  if (time && !(*time >= start_ && *time <= stop_))  // true for NaN
    throw Error(ErrorKind::usage, fmt::format("--time {} is outside the time span", *time),
                fmt::format("the run is from {} to {}", start_, stop_));
  std::optional<std::int32_t> owner;
  if (!scenario.empty()) {
    const auto& names = shape_.scenarios;
    // A sweep's points share graphs; the name of a scenario alone means its first point.
    const auto named = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return name == scenario || (!shape_.sweep_axes.empty() && name == scenario + "@0");
    });
    if (named == names.end()) {
      throw Error(ErrorKind::usage, "there is no scenario '" + scenario + "' in " + path_, "",
                  suggest_nearest(scenario, names, "see `dosde plan` for their names"));
    }
    const auto own = static_cast<std::int32_t>(named - names.begin());
    owner = shape_.graph_scenario.empty() ? own : shape_.graph_scenario[static_cast<std::size_t>(own)];
  }
  std::vector<std::size_t> found;
  for (std::size_t n = 0; n < shape_.regimes.size(); ++n) {
    const auto& regime = shape_.regimes[n];
    if (owner && regime.scenario != *owner) continue;
    if (time && regime.start > *time) continue;
    if (time && !found.empty() && shape_.regimes[found.back()].scenario == regime.scenario) found.pop_back();
    found.push_back(n);
  }
  return found;
}

const CompiledRun& GraphSource::run() {
  if (run_ == nullptr)
    run_ = std::make_unique<CompiledRun>(compile_for_description(read_scenario_text(resolved_, path_).experiment));
  return *run_;
}

GraphSource::Mechanisms GraphSource::mechanisms_of(std::size_t regime) {
  const std::int64_t base = shape_.base_count();
  const std::int64_t scenario = shape_.regimes[regime].scenario;
  std::size_t place = 0;  // among the regimes of its scenario
  for (std::size_t n = 0; n < regime; ++n) place += shape_.regimes[n].scenario == scenario ? 1 : 0;
  const CompiledRun& group = run().group_of_point(scenario / base);
  const Timeline& timeline = group.timelines[static_cast<std::size_t>(scenario % base)];
  return {group, timeline, timeline.mechanism_sets[timeline.regimes.at(place).mechanisms]};
}

std::vector<RowStructure> GraphSource::structure_of(std::size_t regime) {
  const Mechanisms mechanisms = mechanisms_of(regime);
  std::set<std::string> constants;
  for (const auto& swept : mechanisms.run.swept) constants.insert(swept.symbol);
  return read_structure(mechanisms.run.model, mechanisms.rows, mechanisms.timeline.initial, constants);
}

}  // namespace dosde
