#include "engine/ensemble/rate_warnings.hpp"

#include <algorithm>

#include "engine/causal/structure.hpp"
#include "engine/core/number_text.hpp"
#include "engine/ensemble/lane_walk.hpp"

namespace dosde {
namespace {

/// A Poisson number of this mean is above kMostHappeningsPerStep = 1000 where it is seven standard deviations off; of a
/// longer mean it will be in some step of some trajectory.
constexpr double most_jumps_a_step = 800.0;
/// Half of what the points of a noise cell are made for: they are looked at up to twice the rate (lane_walk.hpp).
constexpr double most_jumps_a_cell = 0.5 * kMostJumpsPerCell;

bool is_met(const MechanismSet& mechanisms, const std::string& source) {
  return std::any_of(mechanisms.begin(), mechanisms.end(), [&](const Mechanism& row) {
    return !row.clamp && std::any_of(row.noise.begin(), row.noise.end(),
                                     [&](const NoiseTerm& term) { return term.source == source; });
  });
}

}  // namespace

std::vector<Diagnostic> warn_of_rates(const CompiledRun& run) {
  std::vector<Diagnostic> warnings;
  const std::map<std::string, double> parameters = uniform_parameters(run.model);
  const double step = run.experiment.time.step;
  const bool is_of_cell = most_jumps_a_cell * step < most_jumps_a_step * run.cell;  // which is met first, the cell's?
  const double most = is_of_cell ? most_jumps_a_cell : most_jumps_a_step;
  const double length = is_of_cell ? run.cell : step;
  const std::string unit = is_of_cell ? "noise cell" : "step";
  const std::string limit = is_of_cell ? number_text(most, 6) : std::to_string(kMostHappeningsPerStep);
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    const Timeline& timeline = run.timelines[s];
    for (const auto& source : run.jumps) {
      const JumpSource& jump = *run.model.find_jump(source);
      const auto number = static_cast<std::size_t>(&jump - run.model.jumps.data());
      double highest = 0.0;
      for (std::size_t i = 0; i < timeline.happening_sets.size(); ++i) {
        const Expression rate = with_values(timeline.happening_sets[i].rates[number], parameters);
        if (rate.is_constant() && is_met(timeline.mechanism_sets[i], source)) highest = std::max(highest, rate.value());
      }
      if (!(highest * length >= most)) continue;
      warnings.push_back(
          {Severity::warning, jump.location, "W010",
           "'" + source + "' has the rate " + number_text(highest, 6) + " in the scenario '" +
               run.experiment.scenarios[s].name + "', " + number_text(highest * length, 6) + " jumps a " + unit,
           "a trajectory that meets more than " + limit + " in a " + unit + " ends with status 3",
           "make " + std::string(is_of_cell ? "noise.cell" : "time.step") + " shorter than " +
               number_text(most / highest, 6) + ", or let the noise that so many jumps add up to be a Wiener source",
           "", 0, 1});
    }
  }
  return warnings;
}

}  // namespace dosde
