#include "io/result/initial_states.hpp"

#include <algorithm>
#include <cmath>

#include "engine/causal/time_grid.hpp"
#include "engine/core/error.hpp"
#include "engine/ensemble/saved_time.hpp"
#include "io/result/result_file.hpp"

namespace dosde {
namespace {

/// The position of a name, or a complaint that suggests the nearest.
std::int64_t position_of(const std::string& name, const std::vector<std::string>& names, const std::string& what,
                         const std::string& path) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return found - names.begin();
  const std::string nearest = nearest_name(name, names);
  std::string known;
  for (const std::string& candidate : names) known += (known.empty() ? "" : ", ") + candidate;
  throw Error(ErrorKind::scenario, "'" + path + "' has no " + what + " '" + name + "'", "it has " + known,
              nearest.empty() ? std::string() : "Did you mean '" + nearest + "'?");
}

std::int64_t save_position(double time, const std::vector<double>& times, const std::string& path) {
  const SavedTime found = find_saved_time(times, time);
  if (found.is_meant) return static_cast<std::int64_t>(found.position);
  throw Error(ErrorKind::scenario, "'" + path + "' has no states at time " + time_text(time),
              "the nearest time that it saved is " + time_text(times[found.position]),
              "Use a saved time, or save this one too.");
}

}  // namespace

std::vector<double> read_initial_states(const std::string& path, const std::string& scenario,
                                        const std::string& variable, double time) {
  const ResultFile file(path);
  const RunShape shape = file.shape();
  if (file.sizes().kept == 0) {
    throw Error(ErrorKind::scenario, "'" + path + "' holds no states to start from", "it has summaries only",
                "Run it again with \"trajectories\" in output.keep.");
  }
  const std::int64_t row = position_of(scenario, shape.scenarios, "scenario", path);
  const std::int64_t column = position_of(variable, shape.columns, "saved variable", path);
  const std::int64_t when = save_position(time, shape.save_times, path);
  const double saved_time = shape.save_times[static_cast<std::size_t>(when)];
  const std::vector<TrajectoryEnd> ends = file.ends(row, 0, file.sizes().kept);
  std::vector<double> values = file.column(row, when, column);
  for (std::size_t n = 0; n < ends.size(); ++n) {
    if (ends[n].is_alive_at(saved_time) && std::isfinite(values[n])) continue;
    throw Error(ErrorKind::scenario,
                "trajectory " + std::to_string(n) + " of scenario '" + scenario + "' in '" + path +
                    "' has no state at time " + time_text(time),
                ends[n].status == TrajectoryStatus::pending ? "it has not been computed" : "it had ended before",
                ends[n].status == TrajectoryStatus::pending ? "Resume that run first." : "Start from an earlier time.");
  }
  return values;
}

}  // namespace dosde
