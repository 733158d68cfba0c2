#include "engine/causal/timeline.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/causal/rewrite.hpp"
#include "engine/causal/timeline/impulses.hpp"
#include "engine/causal/timeline/initial_values.hpp"
#include "engine/causal/timeline/mechanism_set.hpp"
#include "engine/causal/timeline/rows.hpp"
#include "engine/causal/timeline/shadowing.hpp"
#include "engine/causal/timeline/windows.hpp"

namespace dosde {
namespace {

using OpenWindows = std::map<std::size_t, std::int64_t>;  // edit -> repetition

/// What is open from which tick on, one entry a switch; the first at tick 0.
std::map<std::int64_t, OpenWindows> cut_into_intervals(const std::vector<Occurrence>& occurrences,
                                                       const TimeGrid& grid) {
  std::map<std::int64_t, std::vector<const Occurrence*>> opening;
  std::map<std::int64_t, std::vector<const Occurrence*>> closing;
  std::set<std::int64_t> switches = {0};
  for (const auto& occurrence : occurrences) {
    opening[occurrence.first].push_back(&occurrence);
    closing[occurrence.last].push_back(&occurrence);
    switches.insert(occurrence.first);
    if (occurrence.last < grid.last_tick()) switches.insert(occurrence.last);
  }
  std::map<std::int64_t, OpenWindows> intervals;
  OpenWindows open;
  for (const auto tick : switches) {
    for (const auto* occurrence : closing[tick]) open.erase(occurrence->edit);
    for (const auto* occurrence : opening[tick]) open[occurrence->edit] = occurrence->repetition;
    intervals[tick] = open;
  }
  return intervals;
}

/// Mechanism sets by the edits that are open, equal sets stored once.
class MechanismSets {
 public:
  MechanismSets(const Model& model, const std::vector<Edit>& edits, std::vector<Diagnostic>& diagnostics)
      : model_(model), edits_(edits), diagnostics_(diagnostics), shadows_(model, edits) {}

  std::size_t find_or_build(const std::vector<std::size_t>& active) {
    const auto known = by_edits_.find(active);
    if (known != by_edits_.end()) return known->second;
    MechanismSet built = build_mechanism_set(model_, edits_, active, told_, diagnostics_);
    shadows_.look_at(active);
    const auto same = std::find_if(sets.begin(), sets.end(), [&](const MechanismSet& set) {
      return std::equal(set.begin(), set.end(), built.begin(), built.end(), is_same_mechanism);
    });
    const auto index = static_cast<std::size_t>(same - sets.begin());
    if (same == sets.end()) sets.push_back(std::move(built));
    return by_edits_[active] = index;
  }

  [[nodiscard]] std::vector<Diagnostic> warnings() const { return shadows_.warnings(); }

  std::vector<MechanismSet> sets;

 private:
  const Model& model_;
  const std::vector<Edit>& edits_;
  std::vector<Diagnostic>& diagnostics_;
  ShadowFinder shadows_;
  std::map<std::vector<std::size_t>, std::size_t> by_edits_;
  std::set<std::string> told_;
};

Regime make_regime(std::int64_t first_tick, const OpenWindows& open, const std::vector<Edit>& edits) {
  Regime regime;
  regime.first_tick = first_tick;
  for (const auto& [index, repetition] : open) {
    const Edit& edit = edits[index];
    regime.active.push_back(edit.index);
    for (std::size_t n = 0; n < edit.draw_symbols.size(); ++n)
      if (!edit.draw_symbols[n].empty()) regime.draws.push_back({edit.draw_symbols[n], edit.draw_keys[n], repetition});
  }
  return regime;
}

bool is_same_regime(const Regime& a, const Regime& b) {
  const auto is_same_draw = [](const ClampDraw& x, const ClampDraw& y) {
    return x.symbol == y.symbol && x.repetition == y.repetition;
  };
  return a.mechanisms == b.mechanisms && a.active == b.active &&
         std::equal(a.draws.begin(), a.draws.end(), b.draws.begin(), b.draws.end(), is_same_draw);
}

std::vector<std::size_t> indices_of(const OpenWindows& open) {
  std::vector<std::size_t> indices;
  for (const auto& [index, repetition] : open) indices.push_back(index);
  return indices;
}

/// The times of interventions that are unsound for another reason are looked at too, so that all is told at once.
void check_times_of_unsound(const std::vector<Intervention>& interventions, const std::vector<Edit>& sound,
                            const TimeGrid& grid, std::vector<Diagnostic>& diagnostics) {
  std::set<std::size_t> seen;
  for (const auto& edit : sound) seen.insert(edit.index);
  for (std::size_t i = 0; i < interventions.size(); ++i) {
    const InterventionKind* kind = find_intervention_kind(interventions[i].kind);
    if (seen.contains(i) || kind == nullptr || kind->acts == InterventionKind::Acts::on_initial) continue;
    const Edit edit{i, kind, interventions[i], label_of(interventions[i], i), {}, {}};
    if (!edit.acts(InterventionKind::Acts::on_state))
      expand_window(edit, i, grid, diagnostics);
    else if (find_times(edit.intervention, "at") != nullptr)
      impulse_ticks(edit, grid, diagnostics);
  }
}

}  // namespace

Timeline build_timeline(const Model& model, const std::vector<Intervention>& interventions, const TimeGrid& grid) {
  if (model.calculus != Calculus::ito)
    throw Error(ErrorKind::internal, "build_timeline needs the Itô form", "interventions act on it", "call to_ito");
  std::vector<Diagnostic> diagnostics;
  const std::vector<Edit> edits = prepare_edits(model, interventions, diagnostics);
  check_times_of_unsound(interventions, edits, grid, diagnostics);
  std::vector<Occurrence> occurrences;
  for (std::size_t index = 0; index < edits.size(); ++index) {
    const bool has_window = edits[index].acts(InterventionKind::Acts::on_mechanism) ||
                            edits[index].acts(InterventionKind::Acts::on_parameter);
    if (!has_window) continue;
    const auto windows = expand_window(edits[index], index, grid, diagnostics);
    occurrences.insert(occurrences.end(), windows.begin(), windows.end());
  }
  Timeline timeline;
  MechanismSets sets(model, edits, diagnostics);
  const auto intervals = cut_into_intervals(occurrences, grid);
  for (const auto& [tick, open] : intervals) {
    Regime regime = make_regime(tick, open, edits);
    regime.mechanisms = sets.find_or_build(indices_of(open));
    if (timeline.regimes.empty() || !is_same_regime(timeline.regimes.back(), regime))
      timeline.regimes.push_back(std::move(regime));
  }
  timeline.mechanism_sets = std::move(sets.sets);
  timeline.warnings = sets.warnings();
  const auto at_start = indices_of(intervals.begin()->second);
  timeline.initial = build_initial_values(model, edits, at_start, timeline.warnings, diagnostics);
  add_impulses(model, edits, occurrences, grid, timeline, diagnostics);
  if (!diagnostics.empty()) throw Error(ErrorKind::scenario, std::move(diagnostics));
  return timeline;
}

}  // namespace dosde
