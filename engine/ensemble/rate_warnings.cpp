#include "engine/ensemble/rate_warnings.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/causal/structure.hpp"
#include "engine/core/number_text.hpp"
#include "engine/ensemble/lane_walk.hpp"
#include "engine/ensemble/rate_pulses.hpp"
#include "engine/expression/analysis.hpp"

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

std::vector<Diagnostic> warn_of_high_rates(const CompiledRun& run) {
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

constexpr int most_points_a_step = 64;
constexpr int fewest_points_a_step = 8;
constexpr std::int64_t most_points = 1 << 20;  ///< of all rates: a tenth of a second

/// A stretch of time in which a rate is one formula of the time.
struct TimedRate {
  std::size_t scenario = 0;
  const JumpSource* jump = nullptr;
  Expression rate;
  std::int64_t first_tick = 0, last_tick = 0;
};

bool names_time_alone(const Expression& formula) { return symbols_of(formula) == std::set<std::string>{"t"}; }

/// Those of every scenario, source and regime, those of waiting interventions among them.
std::vector<TimedRate> timed_rates(const CompiledRun& run) {
  std::vector<TimedRate> found;
  const std::map<std::string, double> parameters = uniform_parameters(run.model);
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    const Timeline& timeline = run.timelines[s];
    for (std::size_t r = 0; r < timeline.regimes.size(); ++r) {
      const Regime& regime = timeline.regimes[r];
      const bool is_last = r + 1 == timeline.regimes.size();
      const std::int64_t last = is_last ? run.experiment.time.last_tick() : timeline.regimes[r + 1].first_tick;
      std::set<std::size_t> sets(regime.mechanisms_of.begin(), regime.mechanisms_of.end());
      sets.insert(regime.mechanisms);
      for (const auto& source : run.jumps) {
        const JumpSource& jump = *run.model.find_jump(source);
        const auto number = static_cast<std::size_t>(&jump - run.model.jumps.data());
        for (const auto set : sets) {
          const Expression rate = with_values(timeline.happening_sets[set].rates[number], parameters);
          if (names_time_alone(rate) && is_met(timeline.mechanism_sets[set], source))
            found.push_back({s, &jump, rate, regime.first_tick, last});
        }
      }
    }
  }
  return found;
}

Diagnostic warning_of(const RatePulse& pulse, const JumpSource& jump, const std::string& scenario) {
  const auto text = [](double value) { return number_text(value, 6); };
  return {Severity::warning,
          jump.location,
          "W011",
          "the rate of '" + jump.name + "' rises and falls inside a step: in the scenario '" + scenario + "' it is " +
              text(pulse.before) + " at t = " + time_text(pulse.begin) + ", " + text(pulse.peak) + " at t = " +
              number_text(pulse.peak_time, 10) + " and " + text(pulse.after) + " at t = " + time_text(pulse.end),
          "rates are looked at where steps begin and end, and jumps of up to twice what they are there are found: of " +
              number_text(pulse.expected, 3) + " jumps that it brings a trajectory in this step, up to " +
              number_text(pulse.unseen, 3) + " are missed",
          "make time.step shorter than " + number_text(pulse.length, 2) +
              ", or let an intervention of the kind parameter make the pulse (from, until): steps end where it does",
          "",
          0,
          1};
}

/// One of a source and scenario at most.
std::vector<Diagnostic> warn_of_pulses(const CompiledRun& run) {
  const std::vector<TimedRate> rates = timed_rates(run);
  std::int64_t steps = 1;
  for (const auto& each : rates) steps += each.last_tick - each.first_tick;
  const auto points =
      static_cast<int>(std::clamp<std::int64_t>(most_points / steps, fewest_points_a_step, most_points_a_step));
  std::map<std::pair<std::size_t, const JumpSource*>, RatePulse> worst;
  for (const auto& each : rates) {
    const std::int64_t share = most_points / points / static_cast<std::int64_t>(rates.size());
    const auto pulse = find_rate_pulse(each.rate, run.model.inputs, run.experiment.time, each.first_tick,
                                       each.last_tick, points, std::max<std::int64_t>(share, 1));
    if (!pulse) continue;
    RatePulse& known = worst[{each.scenario, each.jump}];
    if (pulse->unseen > known.unseen) known = *pulse;
  }
  std::vector<Diagnostic> warnings;
  for (const auto& [key, pulse] : worst)
    warnings.push_back(warning_of(pulse, *key.second, run.experiment.scenarios[key.first].name));
  return warnings;
}

}  // namespace

std::vector<Diagnostic> warn_of_rates(const CompiledRun& run) {
  std::vector<Diagnostic> warnings = warn_of_high_rates(run);
  const std::vector<Diagnostic> pulses = warn_of_pulses(run);
  warnings.insert(warnings.end(), pulses.begin(), pulses.end());
  return warnings;
}

}  // namespace dosde
