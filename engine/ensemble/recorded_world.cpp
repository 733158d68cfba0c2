#include "engine/ensemble/recorded_world.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {
namespace {

[[noreturn]] void refuse(const RecordedWorld& world, const std::string& problem, const std::string& why,
                         const std::string& suggestion) {
  throw Error(ErrorKind::scenario, {{Severity::error, world.location, "E021", problem, why, suggestion, "", 0, 1}});
}

bool are_near(double a, double b, double scale) { return std::abs(a - b) <= 1e-9 * scale; }

void refuse_other_grid(const Experiment& experiment) {
  const RecordedWorld& world = *experiment.world;
  const double cell = experiment.noise_cell > 0.0 ? experiment.noise_cell : experiment.time.step;
  if (!are_near(cell, world.cell, cell))
    refuse(world,
           "the recorded noise has cells of length " + time_text(world.cell) + ", and the run's are of length " +
               time_text(cell),
           "an increment belongs to its cell", "set noise.cell, or time.step, to " + time_text(world.cell));
  if (!are_near(experiment.time.start, world.start, cell))
    refuse(world,
           "the recorded noise begins at " + time_text(world.start) + ", and the run at " +
               time_text(experiment.time.start),
           "the recorded states are those at its begin", "set time.start to " + time_text(world.start));
}

void refuse_unknown_names(const Experiment& experiment) {
  const RecordedWorld& world = *experiment.world;
  const auto sources = experiment.model.sources();
  for (const auto& source : world.sources) {
    if (std::find(sources.begin(), sources.end(), source) != sources.end()) continue;
    refuse(world, "the model has no noise source '" + source + "', which is recorded",
           "the noise was found with another model", suggest_nearest(source, sources, "use the model of that file"));
  }
  for (const auto& variable : world.variables)
    if (!experiment.model.find_variable(variable).is_valid())
      refuse(world, "the model has no variable '" + variable + "', whose start is recorded",
             "the noise was found with another model", "use the model of that file");
}

}  // namespace

Experiment enter_world(Experiment experiment) {
  if (!experiment.world) return experiment;
  const RecordedWorld& world = *experiment.world;
  if (experiment.pairing == Pairing::independent)
    refuse(world, "recorded noise cannot stand beside pairing = \"independent\"",
           "all scenarios meet the world that was recorded", "take out pairing");
  if (experiment.trajectories > world.trajectories)
    refuse(world,
           "there are " + std::to_string(experiment.trajectories) + " trajectories, but recorded noise of " +
               std::to_string(world.trajectories),
           "trajectory n meets the n-th recorded noise",
           "set ensemble.trajectories to " + std::to_string(world.trajectories) + " at most");
  refuse_other_grid(experiment);
  refuse_unknown_names(experiment);
  for (std::size_t k = 0; k < world.variables.size(); ++k) {
    Variable& variable = experiment.model.variables[experiment.model.find_variable(world.variables[k]).index()];
    variable.initial = RecordedInitial{std::make_shared<const std::vector<double>>(world.initial[k]), world.origin};
  }
  return experiment;
}

void find_recorded_sources(CompiledRun& run) {
  if (!run.experiment.world) return;
  const RecordedWorld& world = *run.experiment.world;
  const Scheme& scheme = *run.scheme.scheme;
  if (!is_of_path(scheme.detail))
    refuse(world, "the scheme '" + scheme.name + "' cannot meet recorded noise",
           "it draws a number with a few values in the place of the path's increment",
           "choose a scheme that has a strong order");
  for (const auto& source : run.sources) {
    const auto found = std::find(world.sources.begin(), world.sources.end(), source);
    run.recorded_sources.push_back(
        found == world.sources.end() ? -1 : static_cast<std::int32_t>(found - world.sources.begin()));
  }
}

std::vector<Diagnostic> warn_of_drawn_noise(const CompiledRun& run) {
  std::vector<Diagnostic> warnings;
  if (!run.experiment.world) return warnings;
  const RecordedWorld& world = *run.experiment.world;
  const auto warn = [&](const std::string& problem, const std::string& why, const std::string& suggestion) {
    warnings.push_back({Severity::warning, world.location, "W009", problem, why, suggestion, "", 0, 1});
  };
  std::string drawn;
  for (std::size_t k = 0; k < run.sources.size(); ++k)
    if (run.recorded_sources[k] < 0) drawn += (drawn.empty() ? "'" : ", '") + run.sources[k] + "'";
  if (!drawn.empty())
    warn("the noise of " + drawn + " is drawn, not recorded", "the noise file has no such source",
         "where that is not meant, use the file of this model");
  const double stop = run.experiment.time.stop();
  if (stop > world.stop() + 1e-9 * world.cell)
    warn("the recorded noise ends at " + time_text(world.stop()) + ", before the run's stop " + time_text(stop),
         "later noise is drawn by the seed: from there on this is a forecast, one of many",
         "set time.stop to " + time_text(world.stop()) + " to replay only");
  return warnings;
}

}  // namespace dosde
