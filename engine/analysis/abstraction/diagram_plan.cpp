#include "engine/analysis/abstraction/diagram_plan.hpp"

#include <algorithm>
#include <cmath>

#include "engine/analysis/effects/estimator_key.hpp"
#include "engine/analysis/effects/jackknife.hpp"
#include "engine/analysis/experiment_lookup.hpp"
#include "engine/core/error.hpp"
#include "engine/ensemble/saved_time.hpp"

namespace dosde {
namespace {

void require_sample(const Experiment& experiment, const std::string& whose) {
  require_trajectories_of_one_point(experiment, "a diagram");
  if (experiment.saves.times.empty())
    throw Error(ErrorKind::usage, whose + " saves no states", "laws are compared at save times",
                "Give it time.save_every or time.save_at.");
  constexpr auto least = static_cast<std::int64_t>(2 * jackknife_groups);
  if (experiment.trajectories < least)
    throw Error(ErrorKind::usage, whose + " has " + std::to_string(experiment.trajectories) + " trajectories",
                "errors of distances are those of a jackknife over 32 groups",
                "Give it 64 at least (ensemble.trajectories).");
}

/// Where a scenario is among those that are run; it is added if it is new.
std::size_t take_scenario(Experiment& planned, const Experiment& whole, const std::string& name,
                          const std::string& whose) {
  const Scenario& scenario = whole.scenarios[scenario_position(whole, name, whose)];
  for (std::size_t s = 0; s < planned.scenarios.size(); ++s)
    if (planned.scenarios[s].name == name) return s;
  planned.scenarios.push_back(scenario);
  return planned.scenarios.size() - 1;
}

/// The whole model and time of an experiment, no scenario yet.
Experiment bare(const Experiment& experiment) {
  Experiment planned = experiment;
  planned.scenarios.clear();
  planned.output = {};
  planned.output.keep_variance = false;
  return planned;
}

std::vector<ScenarioPair> pairs_by_name(const Experiment& micro, const Experiment* macro) {
  std::vector<ScenarioPair> pairs;
  for (const Scenario& scenario : micro.scenarios) {
    const auto has_name = [&](const Scenario& other) { return other.name == scenario.name; };
    if (macro != nullptr && std::none_of(macro->scenarios.begin(), macro->scenarios.end(), has_name))
      throw Error(
          ErrorKind::usage, "the macro model has no scenario '" + scenario.name + "'",
          "every micro scenario needs one that stands for it",
          "Name it (--pair " + scenario.name + "=…), or name only those that are to be compared (--pair NAME).");
    pairs.push_back({scenario.name, scenario.name});
  }
  return pairs;
}

std::string find_reference(const Experiment& micro, const std::string& asked) {
  if (!asked.empty()) return asked;
  for (const Scenario& scenario : micro.scenarios)
    if (scenario.interventions.empty()) return scenario.name;
  throw Error(ErrorKind::usage, "every scenario intervenes",
              "the structural causal model gets its noise from what is observed",
              "Add a scenario without interventions, or name one (--reference NAME).");
}

void plan_pairs(const Experiment& micro, const Experiment* macro, const AbstractionRequest& request,
                DiagramPlan& plan) {
  plan.pairs = request.pairs.empty() ? pairs_by_name(micro, macro) : request.pairs;
  for (const ScenarioPair& pair : plan.pairs) {
    if (macro == nullptr && pair.micro != pair.macro)
      throw Error(ErrorKind::usage, "the pair " + pair.micro + "=" + pair.macro + " names two scenarios",
                  "the derived model is put under the same intervention", "Leave '=" + pair.macro + "' out.");
    plan.micro_scenario.push_back(take_scenario(plan.micro, micro, pair.micro, "the micro model"));
    plan.macro_scenario.push_back(macro == nullptr ? plan.micro_scenario.back()
                                                   : take_scenario(*plan.macro, *macro, pair.macro, "the macro model"));
  }
  if (macro == nullptr)
    plan.reference = take_scenario(plan.micro, micro, find_reference(micro, request.reference), "the micro model");
}

/// The save time that is next to the middle between the start and a later one.
std::size_t find_half_way(const std::vector<double>& times, double start, std::size_t later) {
  const double middle = start + 0.5 * (times[later] - start);
  std::size_t nearest = later;
  for (std::size_t k = 0; k < later; ++k)
    if (std::fabs(times[k] - middle) < std::fabs(times[nearest] - middle)) nearest = k;
  return nearest;
}

/// Save times from `from` on that both models have, by their positions in the micro model's.
std::vector<std::size_t> plan_long_run(const std::vector<double>& all, const Experiment* macro, double from) {
  std::vector<std::size_t> positions;
  for (std::size_t k = 0; k < all.size(); ++k)
    if (all[k] >= from && (macro == nullptr || find_saved_time(macro->saves.times, all[k]).is_meant))
      positions.push_back(k);
  if (positions.size() < 2)
    throw Error(ErrorKind::usage, "fewer than two save times are in the long run, from t = " + time_text(from) + " on",
                "its law is that of all of them", "Save more often (time.save_every), or let it begin earlier.");
  return positions;
}

/// The save times of the micro experiment that are needed, and the windows as positions among them.
std::vector<std::size_t> plan_times(const Experiment& micro, const Experiment* macro, const AbstractionRequest& request,
                                    DiagramPlan& plan) {
  const std::vector<double>& all = micro.saves.times;
  std::vector<std::vector<std::size_t>> wanted;
  for (const double horizon : request.horizons) wanted.push_back({save_position(all, horizon, "the micro model")});
  if (request.long_run_from) wanted.push_back(plan_long_run(all, macro, *request.long_run_from));
  if (wanted.empty()) wanted.push_back({all.size() - 1});
  std::vector<std::size_t> kept;
  for (const auto& positions : wanted) kept.insert(kept.end(), positions.begin(), positions.end());
  const std::size_t last_window = wanted.back().front();
  const std::size_t half_way = find_half_way(all, micro.time.step_time(0), last_window);
  const bool looks_half_way = macro == nullptr && half_way < last_window;
  if (looks_half_way) kept.push_back(half_way);
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  const auto place = [&](std::size_t position) {
    return static_cast<std::size_t>(std::lower_bound(kept.begin(), kept.end(), position) - kept.begin());
  };
  for (const auto& positions : wanted) {
    plan.windows.push_back({all[positions.front()], all[positions.back()]});
    plan.ranges.push_back({place(positions.front()), place(positions.back()) + 1});
  }
  if (looks_half_way) plan.half_way = place(half_way);
  return kept;
}

}  // namespace

DiagramPlan plan_diagrams(const Experiment& micro, const Experiment* macro, const AbstractionRequest& request) {
  require_sample(micro, "the micro model");
  DiagramPlan plan;
  plan.micro = bare(micro);
  if (macro != nullptr) {
    require_sample(*macro, "the macro model");
    plan.macro = bare(*macro);
    if (request.sampling == Sampling::paired && macro->trajectories != micro.trajectories)
      throw Error(ErrorKind::usage,
                  "the micro model has " + std::to_string(micro.trajectories) + " trajectories and the macro model " +
                      std::to_string(macro->trajectories),
                  "in shared noise they belong together one by one", "Give both as many, or leave --noise shared out.");
    plan.macro->seed = request.sampling == Sampling::paired ? micro.seed : estimator_key(macro->seed, "macro world");
  }
  plan_pairs(micro, macro, request, plan);
  plan.micro.saves.times.clear();
  if (macro != nullptr) plan.macro->saves.times.clear();
  for (const std::size_t position : plan_times(micro, macro, request, plan)) {
    const double time = micro.saves.times[position];
    plan.micro.saves.times.push_back(time);
    if (macro != nullptr)
      plan.macro->saves.times.push_back(macro->saves.times[save_position(macro->saves.times, time, "the macro model")]);
  }
  return plan;
}

std::vector<MacroVariable> complete_map(const std::vector<MacroVariable>& rows, const Model& micro,
                                        const Model* macro) {
  if (macro == nullptr && !rows.empty()) return rows;
  const std::vector<std::string> names = (macro == nullptr ? micro : *macro).variable_names();
  for (const MacroVariable& row : rows)
    if (std::find(names.begin(), names.end(), row.name) == names.end())
      throw Error(ErrorKind::usage,
                  "the map gives '" + row.name + "' a formula, and the macro model has no such variable",
                  "macro variables are those of the macro model",
                  suggest_nearest(row.name, names, "Leave it out, or add the variable."));
  std::vector<MacroVariable> map;
  for (const std::string& name : names) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& given) { return given.name == name; });
    if (row == rows.end() && !micro.find_variable(name).is_valid())
      throw Error(ErrorKind::usage, "the macro variable '" + name + "' has no formula",
                  "the micro model has no variable of that name that it could be",
                  "Give it one: --map \"" + name + " = …\".");
    map.push_back(row == rows.end() ? MacroVariable{name, Expression::symbol(name)} : *row);
  }
  return map;
}

}  // namespace dosde
