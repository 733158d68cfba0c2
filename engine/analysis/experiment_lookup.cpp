#include "engine/analysis/experiment_lookup.hpp"

#include "engine/analysis/moment_run.hpp"
#include "engine/core/error.hpp"
#include "engine/ensemble/saved_time.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {

std::size_t scenario_position(const Experiment& experiment, const std::string& name, const std::string& whose) {
  std::vector<std::string> names;
  for (const Scenario& scenario : experiment.scenarios) {
    if (scenario.name == name) return names.size();
    names.push_back(scenario.name);
  }
  const std::string nearest = nearest_name(name, names);
  throw Error(ErrorKind::usage, whose + " has no scenario '" + name + "'", {},
              nearest.empty() ? "Name one of its scenarios." : "Did you mean '" + nearest + "'?");
}

std::size_t save_position(const std::vector<double>& times, double wanted, const std::string& whose) {
  const SavedTime found = find_saved_time(times, wanted);
  if (found.is_meant) return found.position;
  throw Error(ErrorKind::usage, whose + " saves no states at t = " + time_text(wanted),
              "horizons are among its save times", "The nearest is " + time_text(times[found.position]) + ".");
}

void require_trajectories_of_one_point(const Experiment& experiment, const std::string& what) {
  if (!experiment.sweep.axes.empty())
    throw Error(ErrorKind::usage, "the scenario has a sweep", what + " is that of one point",
                "Remove [sweep], and set the values of the point with --set.");
  if (asks_for_moments(experiment))
    throw Error(ErrorKind::usage, "the scenario asks for moments", what + " is estimated from trajectories",
                "Choose another scheme, e.g. --set solver.scheme=auto.");
}

}  // namespace dosde
