#include "engine/analysis/response/response_experiment.hpp"

#include <algorithm>
#include <cmath>

#include "engine/analysis/experiment_lookup.hpp"
#include "engine/core/error.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

void require_response(const Experiment& experiment) {
  require_trajectories_of_one_point(experiment, "a response matrix");
  if (experiment.pairing == Pairing::independent)
    throw Error(ErrorKind::usage, "the scenario has pairing = \"independent\"",
                "responses are estimated from pairs that meet the same noise",
                "Leave ensemble.pairing away, or pass --set ensemble.pairing=shared.");
}

Intervention intervention_on(const std::string& target, const std::string& kind, const std::string& key,
                             double number) {
  Intervention intervention;
  intervention.kind = kind;
  intervention.targets = {target};
  intervention.arguments[key] = Quantity(Expression(number));
  return intervention;
}

}  // namespace

ResponseTimes choose_times(const Experiment& experiment, const ResponseRequest& request) {
  const std::vector<double>& all = experiment.saves.times;
  const TimeGrid& grid = experiment.time;
  const double stop = grid.step_time(grid.step_count);
  const double from = request.long_run_from.value_or(0.5 * (grid.step_time(0) + stop));
  std::vector<std::size_t> wanted;
  for (const double horizon : request.horizons) wanted.push_back(save_position(all, horizon, "the scenario"));
  if (wanted.empty()) wanted.push_back(all.size() - 1);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  // Horizons before the long run, then the long run whole.
  ResponseTimes times;
  const auto first = static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), from) - all.begin());
  if (all.size() - first < 4)
    throw Error(ErrorKind::usage, "fewer than four save times are in the long run, from t = " + time_text(from) + " on",
                "effects of the long run are averages over them",
                "Save more often (time.save_every), or let the long run begin earlier (--long-run).");
  for (const std::size_t position : wanted) {
    if (position >= first) continue;
    times.horizons.push_back(times.saves.size());
    times.saves.push_back(all[position]);
  }
  times.long_run = times.saves.size();
  for (const std::size_t position : wanted)
    if (position >= first) times.horizons.push_back(times.long_run + position - first);
  times.saves.insert(times.saves.end(), all.begin() + static_cast<std::ptrdiff_t>(first), all.end());
  return times;
}

Experiment reference_experiment(const Experiment& experiment, const ResponseRequest& request,
                                const ResponseTimes& times) {
  require_response(experiment);
  Experiment reference = experiment;
  const std::size_t chosen = request.scenario.empty() ? 0 : scenario_position(experiment, request.scenario, "the file");
  reference.scenarios = {experiment.scenarios[chosen]};
  reference.saves.times = times.saves;
  reference.output = {};
  reference.output.keep_variance = false;
  return reference;
}

std::vector<DirectEffect> direct_effects(const CompiledRun& reference) {
  const std::vector<std::string>& sources = reference.shape.sources;
  const Timeline& timeline = reference.timelines.front();
  const MechanismSet& mechanisms = timeline.mechanism_sets[timeline.regimes.back().mechanisms];
  std::vector<DirectEffect> effects;
  for (std::size_t child = 0; child < mechanisms.size(); ++child) {
    if (mechanisms[child].clamp) continue;
    const Mechanism& row = mechanisms[child].edited ? *mechanisms[child].edited : mechanisms[child];
    for (std::size_t parent = 0; parent < mechanisms.size(); ++parent) {
      const auto add = [&](const Expression& formula, std::int64_t source) {
        const Expression derivative = differentiate(formula, reference.model.variables[parent].name);
        if (is_zero(derivative) != Proof::proven) effects.push_back({child, parent, source, derivative});
      };
      add(row.drift, -1);
      for (const NoiseTerm& term : row.noise) {
        const auto source = std::find(sources.begin(), sources.end(), term.source);
        if (source != sources.end()) add(term.loading, source - sources.begin());
      }
    }
  }
  return effects;
}

std::vector<std::size_t> free_variables(const Experiment& reference) {
  std::vector<std::size_t> free;
  for (std::size_t v = 0; v < reference.model.variables.size(); ++v) {
    const std::string& name = reference.model.variables[v].name;
    const auto& edits = reference.scenarios.front().interventions;
    const bool is_clamped = std::any_of(edits.begin(), edits.end(), [&name](const Intervention& edit) {
      return edit.kind == "clamp" && std::find(edit.targets.begin(), edit.targets.end(), name) != edit.targets.end();
    });
    if (!is_clamped) free.push_back(v);
  }
  if (free.empty())
    throw Error(ErrorKind::usage, "the scenario '" + reference.scenarios.front().name + "' clamps every variable",
                "there is none left to intervene on", "Name another scenario.");
  return free;
}

ResponseScenarios intervene(const Experiment& reference, ResponseKind kind, const std::vector<std::size_t>& intervened,
                            const std::vector<double>& value, const std::vector<double>& size) {
  ResponseScenarios made;
  made.experiment = reference;
  const Scenario base = reference.scenarios.front();
  const auto add = [&](const std::string& name, const Intervention& intervention) {
    Scenario scenario = base;
    scenario.name = name;
    scenario.interventions.push_back(intervention);
    made.experiment.scenarios.push_back(scenario);
    return made.experiment.scenarios.size() - 1;
  };
  if (kind == ResponseKind::clamp) made.experiment.scenarios.clear();
  for (std::size_t k = 0; k < intervened.size(); ++k) {
    const std::string& target = reference.model.variables[intervened[k]].name;
    if (kind == ResponseKind::clamp) {
      made.reference.push_back(add("do " + target, intervention_on(target, "clamp", "value", value[k])));
      made.scenario.push_back(
          add("do " + target + " +", intervention_on(target, "clamp", "value", value[k] + size[k])));
    } else {
      const bool is_shift = kind == ResponseKind::shift;
      made.reference.push_back(0);
      made.scenario.push_back(add("do " + target, intervention_on(target, is_shift ? "shift" : "scale_noise",
                                                                  is_shift ? "value" : "factor", size[k])));
    }
  }
  return made;
}

}  // namespace dosde
