#include "engine/analysis/abduction/recorded_starts.hpp"

namespace dosde {

void lay_out_starts(const ObservedRun& observed, Abduction& found) {
  const CompiledRun& run = observed.run;
  const MechanismSet& first = run.timelines.front().mechanism_sets[observed.mechanisms_at(0)];
  for (std::size_t i = 0; i < first.size(); ++i) {
    const std::string& name = run.model.variables[i].name;
    if (first[i].clamp) {
      found.unknown_starts.push_back(name);
      continue;
    }
    found.world.variables.push_back(name);
    found.world.initial.emplace_back(static_cast<std::size_t>(found.world.trajectories));
  }
}

void store_start(const ObservedRun& observed, std::int64_t trajectory, const Eigen::VectorXd& state,
                 RecordedWorld& world) {
  for (std::size_t v = 0; v < world.variables.size(); ++v)
    world.initial[v][static_cast<std::size_t>(trajectory)] =
        state[observed.run.model.find_variable(world.variables[v]).value];
}

}  // namespace dosde
