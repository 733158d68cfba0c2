#include "engine/analysis/stiffness_warning.hpp"

#include <algorithm>
#include <map>

#include "engine/core/number_text.hpp"
#include "engine/solvers/registry.hpp"

namespace dosde {
std::vector<RegimeStiffness> examine_regimes(const CompiledRun& run) {
  std::vector<RegimeStiffness> all;
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    const Timeline& timeline = run.timelines[s];
    std::map<std::size_t, StiffnessReport> examined;  // by mechanisms
    for (const auto& regime : timeline.regimes) {
      const double start = run.experiment.time.time(regime.first_tick);
      const auto known = examined.find(regime.mechanisms);
      const StiffnessReport report =
          known != examined.end() && !known->second.is_frozen
              ? known->second
              : examine_stiffness(run, timeline, timeline.mechanism_sets[regime.mechanisms], start);
      examined[regime.mechanisms] = report;
      all.push_back({run.experiment.scenarios[s].name, start, report});
    }
  }
  return all;
}

std::optional<Diagnostic> warn_of_stiffness(const CompiledRun& run, const std::vector<RegimeStiffness>& regimes) {
  const Scheme& scheme = *run.scheme.scheme;
  const bool has_own_steps = run.halvings >= 0;  // trajectories shorten them where they must
  if (scheme.drift_step != DriftStep::evaluated || regimes.empty() || has_own_steps) return std::nullopt;
  const auto& worst = *std::max_element(regimes.begin(), regimes.end(), [](const auto& a, const auto& b) {
    return a.report.fastest_rate < b.report.fastest_rate;
  });
  if (!(worst.report.step_times_rate > 1.0)) return std::nullopt;
  const double step = run.experiment.time.step;
  return Diagnostic{
      Severity::warning,
      run.experiment.scheme_location,
      "W006",
      "the step " + number_text(step, 4) + " is long for the drift of '" + worst.scenario +
          "' from t = " + number_text(worst.start, 6) + " on",
      "the fastest rate of its Jacobian is " + number_text(worst.report.fastest_rate, 4) + ", and '" + scheme.name +
          "', which is explicit, is stable for real rates up to about 2/step = " + number_text(2.0 / step, 4),
      "take time.step = " + number_text(0.5 / worst.report.fastest_rate, 2) +
          " or less, or solver.scheme = \"split_step_implicit\", which solves for the drift",
      "",
      0,
      1};
}

}  // namespace dosde
