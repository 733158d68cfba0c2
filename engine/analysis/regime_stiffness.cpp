#include "engine/analysis/regime_stiffness.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "engine/analysis/frozen_rows.hpp"
#include "engine/analysis/moment_path.hpp"
#include "engine/causal/open_labels.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

constexpr int later_looks = 8;          ///< a regime
constexpr std::size_t most_points = 8;  ///< of a sweep

void append(std::vector<RegimeStiffness>& all, std::vector<RegimeStiffness> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Does the drift that the scheme integrates, of which loadings may be a part, name the time?
bool names_time(const CompiledRun& run, const MechanismSet& mechanisms) {
  bool has_drift = false, has_loading = false;
  for (const auto& row : mechanisms) {
    if (row.clamp) continue;
    has_drift = has_drift || depends_on(row.drift, "t");
    for (const auto& term : row.noise) has_loading = has_loading || depends_on(term.loading, "t");
  }
  return has_drift || (has_loading && integrates_another_drift(run, mechanisms));
}

/// Mechanisms that a timeline comes to, and when.
struct Reached {
  std::size_t mechanisms = 0;
  double start = 0.0;  ///< of the regime, or of the first in which waiting interventions may make them
  double stop = 0.0;   ///< of the last one
  std::uint32_t open = 0;
};

std::vector<Reached> timed_mechanisms(const Timeline& timeline, const TimeGrid& grid) {
  std::vector<Reached> all;
  for (std::size_t r = 0; r < timeline.regimes.size(); ++r) {
    const bool is_last = r + 1 == timeline.regimes.size();
    all.push_back({timeline.regimes[r].mechanisms, grid.time(timeline.regimes[r].first_tick),
                   is_last ? grid.stop() : grid.time(timeline.regimes[r + 1].first_tick)});
  }
  return all;
}

/// Those that no time brings about: each once, with the first waiting interventions that do.
std::vector<Reached> waiting_mechanisms(const Timeline& timeline, const TimeGrid& grid) {
  const std::vector<Reached> timed = timed_mechanisms(timeline, grid);
  std::set<std::size_t> known;
  for (const auto& each : timed) known.insert(each.mechanisms);
  std::vector<Reached> all;
  for (std::size_t r = 0; r < timed.size(); ++r) {
    const auto& sets = timeline.regimes[r].mechanisms_of;
    for (std::uint32_t open = 1; open < sets.size(); ++open) {
      const auto found =
          std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.mechanisms == sets[open]; });
      if (found != all.end())
        found->stop = timed[r].stop;
      else if (known.insert(sets[open]).second)
        all.push_back({sets[open], timed[r].start, timed[r].stop, open});
    }
  }
  return all;
}

/// How long mechanisms are in force at a stretch, at the most.
double longest_stay(const std::vector<Reached>& all, std::size_t mechanisms) {
  double longest = 0.0;
  for (const auto& each : all)
    if (each.mechanisms == mechanisms) longest = std::max(longest, each.stop - each.start);
  return longest;
}

RegimeStiffness examine(const CompiledRun& run, std::size_t s, const Reached& reached, double time, double stay) {
  const Timeline& timeline = run.timelines[s];
  RegimeStiffness found;
  found.scenario = run.experiment.scenarios[s].name;
  found.start = time;
  found.timeline = s;
  found.mechanisms = reached.mechanisms;
  found.open = open_labels(timeline, run.experiment.scenarios[s].interventions, reached.open);
  found.report = examine_stiffness(run, timeline, timeline.mechanism_sets[reached.mechanisms], time, stay);
  return found;
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

}  // namespace

std::vector<RegimeStiffness> examine_regimes(const CompiledRun& run) {
  std::vector<RegimeStiffness> all;
  const TimeGrid& grid = run.experiment.time;
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    std::map<std::size_t, RegimeStiffness> examined;  // by mechanisms
    const std::vector<Reached> timed = timed_mechanisms(run.timelines[s], grid);
    for (const auto& reached : timed) {
      const auto known = examined.find(reached.mechanisms);
      const bool is_known = known != examined.end() && !known->second.report.is_frozen;
      all.push_back(is_known ? known->second
                             : examine(run, s, reached, reached.start, longest_stay(timed, reached.mechanisms)));
      all.back().start = reached.start;
      examined[reached.mechanisms] = all.back();
    }
  }
  for (std::size_t s = 0; s < run.timelines.size(); ++s)
    for (const auto& reached : waiting_mechanisms(run.timelines[s], grid))
      all.push_back(examine(run, s, reached, reached.start, reached.stop - reached.start));
  return all;
}

std::vector<RegimeStiffness> examine_later_times(const CompiledRun& run) {
  std::vector<RegimeStiffness> all;
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    const Timeline& timeline = run.timelines[s];
    for (const auto& list :
         {timed_mechanisms(timeline, run.experiment.time), waiting_mechanisms(timeline, run.experiment.time)})
      for (const auto& reached : list) {
        if (!names_time(run, timeline.mechanism_sets[reached.mechanisms])) continue;
        const double length = reached.stop - reached.start;
        for (int k = 1; k <= later_looks; ++k) {
          // The last look is just before the end, where the regime is still in force.
          const double time = k < later_looks ? reached.start + length * k / later_looks : reached.stop - 1e-6 * length;
          all.push_back(examine(run, s, reached, time, length));
          all.back().is_later = true;
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
    at.scheme = group.scheme;
    at.control = group.control;
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
    for (const auto& list :
         {timed_mechanisms(timeline, run.experiment.time), waiting_mechanisms(timeline, run.experiment.time)})
      for (const auto& reached : list)
        looks += names_time(run, timeline.mechanism_sets[reached.mechanisms]) ? 1 + later_looks : 1;
  const std::int64_t points = run.experiment.sweep.is_empty() ? 1 : 1 + static_cast<std::int64_t>(most_points);
  return static_cast<std::int64_t>(run.model.variables.size()) * looks * points;
}

}  // namespace dosde
