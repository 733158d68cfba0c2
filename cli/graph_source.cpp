#include "cli/graph_source.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <string_view>

#include "engine/analysis/moment_run.hpp"
#include "engine/causal/open_labels.hpp"
#include "engine/core/number_text.hpp"
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
  } else {
    run_ = std::make_unique<CompiledRun>(compile_for_description(read_scenario_file(path, overrides).experiment));
    title_ = run_->experiment.title;
    shape_ = run_->shape;
    start_ = run_->experiment.time.start;
    stop_ = run_->experiment.time.stop();
  }
  bool does_wait = false;
  std::map<std::int32_t, std::size_t> places;  // by scenario
  for (const auto& entry : shape_.regimes) {
    does_wait = does_wait || std::isnan(entry.start);
    if (!std::isnan(entry.start))
      regimes_.push_back({entry.scenario, entry.start, entry.graph, places[entry.scenario]++});
  }
  if (does_wait) add_waiting();
}

/// Those that no time says: by which of the interventions that wait are open.
void GraphSource::add_waiting() {
  const CompiledRun& compiled = run();
  const std::size_t timed = regimes_.size();
  for (std::size_t s = 0; s < compiled.timelines.size(); ++s) {
    const Timeline& timeline = compiled.timelines[s];
    const auto& interventions = compiled.experiment.scenarios[s].interventions;
    std::map<std::size_t, const CausalGraph*> graphs;  // by mechanisms: those with a time, then the others in order
    for (std::size_t n = 0; n < timed; ++n) {
      if (regimes_[n].scenario != static_cast<std::int32_t>(s)) continue;
      regimes_[n].mechanisms = timeline.regimes[regimes_[n].place].mechanisms;
      graphs.emplace(regimes_[n].mechanisms, &shape_.regimes[n].graph);
    }
    std::size_t set = 0;
    for (const auto& entry : shape_.regimes) {
      if (entry.scenario != static_cast<std::int32_t>(s) || !std::isnan(entry.start)) continue;
      while (graphs.contains(set)) ++set;
      graphs.emplace(set, &entry.graph);
    }
    for (std::size_t place = 0; place < timeline.regimes.size(); ++place) {
      const auto& sets = timeline.regimes[place].mechanisms_of;
      const double start = compiled.experiment.time.time(timeline.regimes[place].first_tick);
      for (std::uint32_t mask = 1; mask < sets.size(); ++mask) {
        Regime regime{static_cast<std::int32_t>(s), start, *graphs.at(sets[mask]), place, mask, sets[mask]};
        for (std::size_t w = 0; w < timeline.waiting.size(); ++w)
          if ((mask >> w & 1U) != 0) regime.open.push_back(timeline.waiting[w] + 1);
        regime.labels = open_labels(timeline, interventions, mask);
        regimes_.push_back(std::move(regime));
      }
    }
  }
}

const std::string& GraphSource::scenario_of(std::size_t regime) const {
  return shape_.scenarios[static_cast<std::size_t>(regimes_[regime].scenario)];
}

std::string GraphSource::name_of(std::size_t regime, const std::string& quote) const {
  const Regime& named = regimes_[regime];
  std::string name = fmt::format("{0}{1}{0} from t = {2}", quote, scenario_of(regime), number_text(named.start, 6));
  if (!named.open.empty()) name += fmt::format(", {} being open", fmt::join(named.labels, " and "));
  return name;
}

std::string GraphSource::title_of(std::size_t regime) const {
  return fmt::format("{}{}{}", title_, title_.empty() ? "" : ": ", name_of(regime));
}

std::optional<std::int32_t> GraphSource::find_owner(const std::string& scenario) const {
  if (scenario.empty()) return std::nullopt;
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
  return shape_.graph_scenario.empty() ? own : shape_.graph_scenario[static_cast<std::size_t>(own)];
}

std::vector<std::size_t> GraphSource::find_regimes(const std::string& scenario, std::optional<double> time,
                                                   const std::vector<std::size_t>& open) const {
  if (time && !(*time >= start_ && *time <= stop_))  // true for NaN
    throw Error(ErrorKind::usage, fmt::format("--time {} is outside the time span", *time),
                fmt::format("the run is from {} to {}", start_, stop_));
  const std::optional<std::int32_t> owner = find_owner(scenario);
  std::map<std::int32_t, std::size_t> in_force;  // by scenario: the place of the regime at the time
  for (const auto& regime : regimes_)
    if (time && regime.start <= *time) in_force[regime.scenario] = std::max(in_force[regime.scenario], regime.place);
  const std::set<std::size_t> wanted(open.begin(), open.end());
  std::set<std::pair<std::int32_t, std::size_t>> told;  // mechanisms of scenarios
  std::vector<std::size_t> found;
  for (std::size_t n = 0; n < regimes_.size(); ++n) {
    const Regime& regime = regimes_[n];
    if (owner && regime.scenario != *owner) continue;
    if (time && regime.place != in_force.at(regime.scenario)) continue;
    if (!open.empty() && std::set<std::size_t>(regime.open.begin(), regime.open.end()) != wanted) continue;
    const bool is_new = told.insert({regime.scenario, regime.mechanisms}).second;
    if (regime.open.empty() || is_new) found.push_back(n);
  }
  if (found.empty() && !open.empty())
    throw Error(ErrorKind::usage,
                fmt::format("no regime has intervention{} {} open", open.size() == 1 ? "" : "s", fmt::join(open, ", ")),
                "--open is for interventions that wait for conditions, numbered from 1 in their scenario's list",
                "see `dosde plan`, and say --scenario");
  return found;
}

const CompiledRun& GraphSource::run() {
  if (run_ == nullptr)
    run_ = std::make_unique<CompiledRun>(compile_for_description(read_scenario_text(resolved_, path_).experiment));
  return *run_;
}

GraphSource::Mechanisms GraphSource::mechanisms_of(std::size_t regime) {
  const std::int64_t base = shape_.base_count();
  const Regime& asked = regimes_[regime];
  const CompiledRun& group = run().group_of_point(asked.scenario / base);
  const Timeline& timeline = group.timelines[static_cast<std::size_t>(asked.scenario % base)];
  const dosde::Regime& own = timeline.regimes.at(asked.place);
  return {group, timeline, timeline.mechanism_sets[asked.mask == 0 ? own.mechanisms : own.mechanisms_of[asked.mask]]};
}

std::vector<RowStructure> GraphSource::structure_of(std::size_t regime) {
  const Mechanisms mechanisms = mechanisms_of(regime);
  std::set<std::string> constants;
  for (const auto& swept : mechanisms.run.swept) constants.insert(swept.symbol);
  return read_structure(mechanisms.run.model, mechanisms.rows, mechanisms.timeline.initial, constants);
}

}  // namespace dosde
