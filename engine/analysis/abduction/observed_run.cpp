#include "engine/analysis/abduction/observed_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

#include "engine/ensemble/world_layout.hpp"
#include "engine/random/cell_noise.hpp"
#include "engine/random/stream_key.hpp"
#include "engine/random/uniform.hpp"

namespace dosde {
namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& why, const std::string& suggestion) {
  throw Error(ErrorKind::usage, problem, why, suggestion);
}

const Scenario& find_scenario(const Experiment& experiment, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& scenario : experiment.scenarios) names.push_back(scenario.name);
  if (name.empty() && names.size() == 1) return experiment.scenarios.front();
  std::string known;
  for (const auto& candidate : names) known += (known.empty() ? "" : ", ") + candidate;
  if (name.empty()) refuse("which scenario was observed is not said", "the file has " + known, "say --scenario NAME");
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return experiment.scenarios[static_cast<std::size_t>(found - names.begin())];
  refuse("there is no scenario '" + name + "'", "the file has " + known, suggest_nearest(name, names));
}

void refuse_what_is_hidden(const CompiledRun& run) {
  const Scheme& scheme = *run.scheme.scheme;
  if (!scheme.implicitness)
    refuse("the noise of a path of the scheme '" + scheme.name + "' cannot be found",
           "its step is not x + (1 - θ) h f(x) + θ h f(x') + σ(x) ΔW, so that σ ΔW does not follow from x and x'",
           "use a path of euler_maruyama, implicit_euler_maruyama or trapezoidal_maruyama (--set solver.scheme=…)");
  if (run.control)
    refuse("the noise of a path with adaptive steps cannot be found", "its steps are not in the file",
           "use a path of fixed steps");
  if (run.has_happenings)
    refuse("the noise of a path with jumps, events or interventions that wait cannot be found",
           "what happened inside a step is not in the path", "use a model and a scenario without them");
  if (!run.pieces.empty())
    refuse("the observed scenario switches, acts or saves inside a step, at " +
               time_text(run.experiment.time.splits.front().time),
           "the state there is not in the path, which has one state a step",
           "use times of steps, or another time.save_every");
  if (run.cells_per_step > 1)
    refuse("the step has " + std::to_string(run.cells_per_step) + " noise cells", "a path tells their sum and no more",
           "leave out noise.cell");
  if (run.steps_per_cell > 1)
    refuse("a noise cell has " + std::to_string(run.steps_per_cell) + " steps",
           "what is found is the noise of steps, in cells of their own", "leave out noise.cell");
  if (has_bounds(run.model))
    refuse("the noise of reflected paths cannot be found", "a reflected state has two origins",
           "leave out the bounds lower and upper, where the path kept off them");
  for (const auto& parameter : run.model.parameters)
    if (std::holds_alternative<Law>(parameter.value))
      refuse("the parameter '" + parameter.name + "' is drawn", "a path does not tell its value",
             "give it the number that it had: --set model.parameters." + parameter.name + "=…");
  for (const auto& regime : run.timelines.front().regimes)
    if (!regime.draws.empty())
      refuse("the clamp '" + regime.draws.front().key_name + "' of the observed scenario is drawn",
             "a formula cannot name what was drawn", "give it the number that it had");
}

/// Every step of the run from its start on, and nothing else.
std::int64_t count_steps(const CompiledRun& run, const ObservedPaths& paths) {
  const TimeGrid& grid = run.experiment.time;
  const auto& times = paths.times;
  if (times.size() < 2)
    refuse("the path in '" + paths.origin + "' has " + std::to_string(times.size()) + " time", "a step takes two", "");
  const double slack = 1e-6 * grid.step;
  if (std::abs(times[0] - grid.start) > slack)
    refuse("the path begins at " + time_text(times[0]) + ", and the scenario at " + time_text(grid.start),
           "the noise is found from its start on", "set time.start to " + time_text(times[0]));
  for (std::size_t k = 1; k < times.size(); ++k) {
    if (std::abs(times[k] - grid.step_time(static_cast<std::int64_t>(k))) <= slack) continue;
    const double steps = (times[k] - times[k - 1]) / grid.step;
    refuse("after time " + time_text(times[k - 1]) + " the path goes on at " + time_text(times[k]) +
               ", not a step of " + time_text(grid.step) + " later",
           steps > 1.5 ? "a thinned path does not tell the noise of each step" : "its steps are not the scenario's",
           steps > 1.5 ? "save every step (time.save_every = time.step), or give the times in between as gaps: empty "
                         "fields, NaN"
                       : "set time.step to that of the path");
  }
  const auto count = static_cast<std::int64_t>(times.size()) - 1;
  if (count > grid.step_count)
    refuse("the path ends at " + time_text(times.back()) + ", after the scenario's stop " + time_text(grid.stop()),
           "what happens there is not said", "set time.stop to " + time_text(times.back()));
  return count;
}

}  // namespace

Eigen::VectorXd ObservedRun::state(std::int64_t trajectory, std::int64_t step) const {
  Eigen::VectorXd values(static_cast<Eigen::Index>(columns.size()));
  for (std::size_t i = 0; i < columns.size(); ++i)
    values[static_cast<Eigen::Index>(i)] =
        columns[i] < 0 ? std::numeric_limits<double>::quiet_NaN()
                       : paths.state(trajectory, static_cast<std::size_t>(step), static_cast<std::size_t>(columns[i]));
  return values;
}

bool ObservedRun::is_known(std::int64_t trajectory, std::int64_t step) const {
  return deviations.isZero(0.0) && !state(trajectory, step).hasNaN();
}

std::size_t ObservedRun::mechanisms_at(std::int64_t tick) const {
  return run.timelines.front().regime_at(tick).mechanisms;
}

ObservedRun lay_out(const Experiment& experiment, const ObservedPaths& paths, const AbductionRequest& request) {
  if (!experiment.sweep.is_empty())
    refuse("the observed scenario is in a file with a sweep", "a path was made at one point of it",
           "take [sweep] out, or give its numbers with --set");
  Experiment alone = experiment;
  alone.scenarios = {find_scenario(experiment, request.scenario)};
  alone.world.reset();
  alone.trajectories = 1;
  alone.pairing = Pairing::shared;
  ObservedRun observed{compile_run(alone), paths, {}, 0, false, {}};
  refuse_what_is_hidden(observed.run);
  observed.step_count = count_steps(observed.run, paths);
  const auto names = observed.run.model.variable_names();
  for (const auto& variable : paths.variables) {
    if (std::find(names.begin(), names.end(), variable) != names.end()) continue;
    refuse("the model has no variable '" + variable + "', which '" + paths.origin + "' has", "",
           suggest_nearest(variable, names, "rename it, or take it out"));
  }
  for (const auto& name : names) {
    const auto found = std::find(paths.variables.begin(), paths.variables.end(), name);
    observed.columns.push_back(found == paths.variables.end() ? -1 : found - paths.variables.begin());
    observed.has_gaps = observed.has_gaps || found == paths.variables.end();
  }
  observed.deviations = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(names.size()));
  for (const auto& [variable, deviation] : request.observation_noise) {
    if (std::find(paths.variables.begin(), paths.variables.end(), variable) == paths.variables.end())
      refuse("noise of observation for '" + variable + "'", "the path has no such variable", "");
    if (!(deviation >= 0.0) || !std::isfinite(deviation))
      refuse("noise of observation " + std::to_string(deviation) + " for '" + variable + "'",
             "a standard deviation is needed", "");
    observed.has_gaps = observed.has_gaps || deviation > 0.0;
    observed.deviations[observed.run.model.find_variable(variable).value] = deviation;
  }
  observed.has_gaps = observed.has_gaps || std::any_of(paths.states.begin(), paths.states.end(),
                                                       [](double value) { return std::isnan(value); });
  if (std::any_of(paths.states.begin(), paths.states.end(), [](double value) { return std::isinf(value); }))
    refuse("a state in '" + paths.origin + "' is infinite", "no noise makes such a step", "");
  return observed;
}

std::vector<double> draw_along(const std::string& name, std::uint64_t seed, std::int64_t trajectory, std::int64_t count,
                               double scale, std::int64_t first) {
  const std::uint64_t key = stream_key(seed, StreamKind::noise, "abduct:" + name);
  const CellNoise noise(&key, 1, scale, PathDetail::increments);
  const std::int64_t begin = first / kCellsPerBlock * kCellsPerBlock;
  const std::int64_t padded = (first + count - begin + kCellsPerBlock - 1) / kCellsPerBlock * kCellsPerBlock;
  std::vector<double> drawn(static_cast<std::size_t>(padded));
  noise.fill<1>(drawn.data(), 1, 0, static_cast<std::uint64_t>(trajectory), static_cast<std::uint64_t>(begin), padded);
  drawn.erase(drawn.begin(), drawn.begin() + (first - begin));
  drawn.resize(static_cast<std::size_t>(count));
  return drawn;
}

double draw_uniform(const std::string& name, std::uint64_t seed, std::int64_t trajectory, std::int64_t cell) {
  return uniform_open(stream_key(seed, StreamKind::noise, "abduct:" + name), static_cast<std::uint64_t>(trajectory),
                      static_cast<std::uint64_t>(cell), 0);
}

}  // namespace dosde
