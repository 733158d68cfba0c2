#include "engine/analysis/stiffness_warning.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "engine/analysis/moment_path.hpp"
#include "engine/core/number_text.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/solvers/registry.hpp"
#include "engine/solvers/stability_limit.hpp"

namespace dosde {
namespace {

constexpr int later_looks = 8;          ///< a regime
constexpr std::size_t most_points = 8;  ///< of a sweep

void append(std::vector<RegimeStiffness>& all, std::vector<RegimeStiffness> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

bool names_time(const MechanismSet& mechanisms) {
  return std::any_of(mechanisms.begin(), mechanisms.end(),
                     [](const Mechanism& row) { return !row.clamp && depends_on(row.drift, "t"); });
}

/// The points to look at: the first and last value of every axis with the others in the middle of the sweep, and some
/// spread over all, so that a few axes and lists of any order have their ends among them.
std::set<std::int64_t> chosen_points(const RunShape& shape) {
  std::set<std::int64_t> chosen;
  const std::size_t axes = shape.sweep_axes.size();
  for (std::size_t axis = 0; axis < axes && chosen.size() + 2 <= most_points; ++axis) {
    const auto value = [&](std::int64_t point) {
      return shape.sweep_values[static_cast<std::size_t>(point) * axes + axis];
    };
    std::int64_t lowest = 0, highest = 0;
    for (std::int64_t point = 1; point < shape.points; ++point) {
      if (value(point) < value(lowest)) lowest = point;
      if (value(point) > value(highest)) highest = point;
    }
    chosen.insert({lowest, highest});
  }
  const auto room = static_cast<std::int64_t>(most_points - std::min(most_points, chosen.size()));
  for (std::int64_t k = 0; k < room; ++k)
    chosen.insert(k * std::max<std::int64_t>(shape.points - 1, 0) / std::max<std::int64_t>(room - 1, 1));
  return chosen;
}

/// When and where the fastest rate is met, in words.
std::string place_of(const RegimeStiffness& worst) {
  const std::string scenario = "the drift of '" + worst.scenario + "' ";
  const double after = worst.report.fastest_after;
  const auto text = [](double time) { return number_text(time, 6); };
  if (worst.is_later) return scenario + "around t = " + text(worst.start);
  if (after == 0.0 || worst.report.is_frozen) return scenario + "from t = " + text(worst.start) + " on";
  if (std::isinf(after))
    return scenario + "at the equilibrium that its regime from t = " + text(worst.start) + " on has";
  return scenario + "as it is where a first path comes around t = " + number_text(worst.start + after, 3);
}

/// What the scheme bears, in words.
std::string limit_of(const Scheme& scheme, double step) {
  const auto limit = real_stability_limit(scheme);
  const std::string explicit_scheme = "'" + scheme.name + "', which is explicit, ";
  return limit ? explicit_scheme + "is stable for real rates up to " + number_text(*limit, 3) +
                     "/step = " + number_text(*limit / step, 4)
               : explicit_scheme + "follows it in steps well below 1/rate only";
}

}  // namespace

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

std::vector<RegimeStiffness> examine_later_times(const CompiledRun& run) {
  std::vector<RegimeStiffness> all;
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    const auto& regimes = run.timelines[s].regimes;
    for (std::size_t r = 0; r < regimes.size(); ++r) {
      const MechanismSet& mechanisms = run.timelines[s].mechanism_sets[regimes[r].mechanisms];
      if (!names_time(mechanisms)) continue;
      const TimeGrid& grid = run.experiment.time;
      const double start = grid.time(regimes[r].first_tick);
      const double stop = r + 1 < regimes.size() ? grid.time(regimes[r + 1].first_tick) : grid.stop();
      for (int k = 1; k <= later_looks; ++k) {
        // The last look is just before the end, where the regime is still in force.
        const double time = k < later_looks ? start + (stop - start) * k / later_looks : stop - 1e-6 * (stop - start);
        all.push_back(
            {run.experiment.scenarios[s].name, time, examine_stiffness(run, run.timelines[s], mechanisms, time), true});
      }
    }
  }
  return all;
}

std::vector<RegimeStiffness> examine_swept_points(const CompiledRun& run) {
  std::vector<RegimeStiffness> all;
  if (run.experiment.sweep.is_empty()) return all;
  for (const auto point : chosen_points(run.shape)) {
    const CompiledRun& group = run.group_of_point(point);
    PlacedPoint placed = place_point(group, run.experiment.sweep, point);
    CompiledRun at;
    at.experiment = group.experiment;
    at.model = std::move(placed.model);
    at.timelines = std::move(placed.timelines);
    at.layout = group.layout;
    for (const auto& swept : group.swept) at.layout.inputs.erase(swept.symbol);  // these have numbers now
    auto found = examine_regimes(at);
    append(found, examine_later_times(at));
    for (auto& regime : found) {
      for (std::size_t s = 0; s < at.experiment.scenarios.size(); ++s)
        if (at.experiment.scenarios[s].name == regime.scenario) {
          regime.scenario = run.shape.scenarios[static_cast<std::size_t>(point * run.shape.base_count()) + s];
          break;
        }
      all.push_back(std::move(regime));
    }
  }
  return all;
}

std::int64_t count_examined_rows(const CompiledRun& run) {
  std::int64_t looks = 0;
  for (const auto& timeline : run.timelines)
    for (const auto& regime : timeline.regimes)
      looks += names_time(timeline.mechanism_sets[regime.mechanisms]) ? 1 + later_looks : 1;
  const std::int64_t points = run.experiment.sweep.is_empty() ? 1 : 1 + static_cast<std::int64_t>(most_points);
  return static_cast<std::int64_t>(run.model.variables.size()) * looks * points;
}

std::optional<Diagnostic> warn_of_stiffness(const CompiledRun& run, const std::vector<RegimeStiffness>& regimes) {
  const Scheme& scheme = *run.scheme.scheme;
  const bool has_own_steps = run.control.has_value();  // trajectories shorten them where they must
  if (scheme.drift_step != DriftStep::evaluated || regimes.empty() || has_own_steps) return std::nullopt;
  std::vector<RegimeStiffness> all = regimes;
  append(all, examine_later_times(run));
  append(all, examine_swept_points(run));
  const auto& worst = *std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.report.fastest_rate < b.report.fastest_rate;
  });
  if (!(worst.report.step_times_rate > 1.0)) return std::nullopt;
  // Where a drift jumps down, an implicit step has no solution.
  const bool has_edges = std::any_of(all.begin(), all.end(), [](const auto& each) { return each.report.has_edges; });
  const double step = run.experiment.time.step;
  return Diagnostic{Severity::warning,
                    run.experiment.scheme_location,
                    "W006",
                    "the step " + number_text(step, 4) + " is long for " + place_of(worst),
                    "the fastest rate of its Jacobian is " + number_text(worst.report.fastest_rate, 4) + ", and " +
                        limit_of(scheme, step),
                    "take time.step = " + number_text(0.5 / worst.report.fastest_rate, 2) +
                        " or less, or solver.scheme = \"split_step_implicit\", which solves for the drift" +
                        (has_edges ? " (it has no solution where that jumps down)" : ""),
                    "",
                    0,
                    1};
}

}  // namespace dosde
