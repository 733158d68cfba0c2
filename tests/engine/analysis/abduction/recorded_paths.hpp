#pragma once

#include "engine/analysis/abduction/observed_paths.hpp"
#include "engine/ensemble/run.hpp"

namespace dosde {

/// The paths of a recording's first scenario.
inline ObservedPaths paths_of(const Recording& recording) {
  const auto scenarios = static_cast<std::int64_t>(recording.shape.scenarios.size());
  const auto size = recording.states.size() / static_cast<std::size_t>(scenarios);
  return {"a recording",
          recording.shape.columns,
          recording.shape.save_times,
          recording.shape.trajectories,
          {recording.states.begin(), recording.states.begin() + static_cast<std::ptrdiff_t>(size)}};
}

/// The paths without a variable.
inline ObservedPaths without(const ObservedPaths& paths, const std::string& variable) {
  ObservedPaths rest{paths.origin, {}, paths.times, paths.trajectories, {}};
  for (const auto& name : paths.variables)
    if (name != variable) rest.variables.push_back(name);
  for (std::size_t k = 0; k < paths.states.size(); ++k)
    if (paths.variables[k % paths.variables.size()] != variable) rest.states.push_back(paths.states[k]);
  return rest;
}

}  // namespace dosde
