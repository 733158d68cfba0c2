#include "engine/causal/timeline.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/causal/rewrite.hpp"
#include "engine/causal/timeline/happenings.hpp"
#include "engine/causal/timeline/impulses.hpp"
#include "engine/causal/timeline/initial_values.hpp"
#include "engine/causal/timeline/mechanism_set.hpp"
#include "engine/causal/timeline/parameter_edits.hpp"
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
  MechanismSets(const Model& model, const std::vector<Edit>& edits, const Happenings& happenings,
                std::vector<Diagnostic>& diagnostics)
      : model_(model), edits_(edits), happenings_(happenings), diagnostics_(diagnostics), shadows_(model, edits) {}

  std::size_t find_or_build(const std::vector<std::size_t>& active) {
    const auto known = by_edits_.find(active);
    if (known != by_edits_.end()) return known->second;
    MechanismSet built = build_mechanism_set(model_, edits_, active, told_, diagnostics_);
    std::map<std::string, Expression> parameters = parameter_replacements(model_, edits_, active);
    HappeningFormulas formulas = formulas_under(model_, happenings_, parameters, built);
    shadows_.look_at(active);
    std::size_t index = 0;
    while (index < sets.size() && !(is_same_set(sets[index], built) && is_same(formula_sets[index], formulas) &&
                                    is_same_map(parameter_sets[index], parameters)))
      ++index;
    if (index == sets.size()) {
      sets.push_back(std::move(built));
      formula_sets.push_back(std::move(formulas));
      parameter_sets.push_back(std::move(parameters));
    }
    return by_edits_[active] = index;
  }

  /// By which of the waiting edits are open besides: bit w for the w-th.
  std::vector<std::size_t> find_or_build_all(const std::vector<std::size_t>& open) {
    std::vector<std::size_t> found;
    const std::size_t count = happenings_.waiting.size();
    for (std::size_t mask = 0; mask < std::size_t{1} << count; ++mask) {
      std::vector<std::size_t> active = open;
      for (std::size_t w = 0; w < count; ++w)
        if ((mask >> w & 1) != 0) active.push_back(happenings_.waiting[w]);
      std::sort(active.begin(), active.end());
      found.push_back(find_or_build(active));
    }
    return found;
  }

  [[nodiscard]] std::vector<Diagnostic> warnings() const { return shadows_.warnings(); }

  std::vector<MechanismSet> sets;
  std::vector<HappeningFormulas> formula_sets;                    ///< of the happenings under each
  std::vector<std::map<std::string, Expression>> parameter_sets;  ///< what stands for parameters, for observables too

 private:
  static bool is_same_set(const MechanismSet& a, const MechanismSet& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_same_mechanism);
  }
  static bool is_same(const HappeningFormulas& a, const HappeningFormulas& b) {
    const auto are_same = [](const Expression& x, const Expression& y) { return x.is_same(y); };
    const auto are_same_moves = [](const std::vector<Move>& x, const std::vector<Move>& y) {
      return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const Move& left, const Move& right) {
        return left.variable == right.variable && left.value.is_same(right.value);
      });
    };
    return std::equal(a.rates.begin(), a.rates.end(), b.rates.begin(), b.rates.end(), are_same) &&
           std::equal(a.marks.begin(), a.marks.end(), b.marks.begin(), b.marks.end(), are_same) &&
           std::equal(a.conditions.begin(), a.conditions.end(), b.conditions.begin(), b.conditions.end(), are_same) &&
           std::equal(a.moves.begin(), a.moves.end(), b.moves.begin(), b.moves.end(), are_same_moves);
  }

  const Model& model_;
  const std::vector<Edit>& edits_;
  const Happenings& happenings_;
  std::vector<Diagnostic>& diagnostics_;
  ShadowFinder shadows_;
  std::map<std::vector<std::size_t>, std::size_t> by_edits_;
  std::set<std::string> told_;
};

void add_draws(Regime& regime, const Edit& edit, std::int64_t repetition) {
  for (std::size_t n = 0; n < edit.draw_symbols.size(); ++n)
    if (!edit.draw_symbols[n].empty()) regime.draws.push_back({edit.draw_symbols[n], edit.draw_keys[n], repetition});
}

Regime make_regime(std::int64_t first_tick, const OpenWindows& open, const std::vector<Edit>& edits) {
  Regime regime;
  regime.first_tick = first_tick;
  for (const auto& [index, repetition] : open) {
    regime.active.push_back(edits[index].index);
    add_draws(regime, edits[index], repetition);
  }
  return regime;
}

bool is_same_regime(const Regime& a, const Regime& b) {
  const auto is_same_draw = [](const ClampDraw& x, const ClampDraw& y) {
    return x.symbol == y.symbol && x.repetition == y.repetition;
  };
  return a.mechanisms == b.mechanisms && a.mechanisms_of == b.mechanisms_of && a.active == b.active &&
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
    if (kind->acts == InterventionKind::Acts::on_trajectory || interventions[i].window.waits()) continue;
    const Edit edit{i, kind, interventions[i], label_of(interventions[i], i), {}, {}};
    if (!edit.acts(InterventionKind::Acts::on_state))
      expand_window(edit, i, grid, diagnostics);
    else if (find_times(edit.intervention, "at") != nullptr)
      impulse_ticks(edit, grid, diagnostics);
  }
}

}  // namespace

const Regime& Timeline::regime_at(std::int64_t tick) const {
  const auto after =
      std::upper_bound(regimes.begin() + 1, regimes.end(), tick,
                       [](std::int64_t wanted, const Regime& regime) { return wanted < regime.first_tick; });
  return *std::prev(after);
}

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
    if (!has_window || edits[index].intervention.window.waits()) continue;
    const auto windows = expand_window(edits[index], index, grid, diagnostics);
    occurrences.insert(occurrences.end(), windows.begin(), windows.end());
  }
  Timeline timeline;
  const Happenings happenings = collect_happenings(model, edits, diagnostics);
  MechanismSets sets(model, edits, happenings, diagnostics);
  const auto intervals = cut_into_intervals(occurrences, grid);
  for (const auto& [tick, open] : intervals) {
    Regime regime = make_regime(tick, open, edits);
    regime.mechanisms = sets.find_or_build(indices_of(open));
    if (!happenings.waiting.empty()) regime.mechanisms_of = sets.find_or_build_all(indices_of(open));
    if (timeline.regimes.empty())
      for (const std::size_t waiting : happenings.waiting) add_draws(regime, edits[waiting], 0);
    if (timeline.regimes.empty() || !is_same_regime(timeline.regimes.back(), regime))
      timeline.regimes.push_back(std::move(regime));
  }
  timeline.mechanism_sets = std::move(sets.sets);
  timeline.happening_sets = std::move(sets.formula_sets);
  timeline.parameter_sets = std::move(sets.parameter_sets);
  timeline.happenings = happenings.list;
  for (const std::size_t edit : happenings.waiting) timeline.waiting.push_back(edits[edit].index);
  timeline.open_at_start = happenings.open_at_start;
  timeline.warnings = sets.warnings();
  for (auto& warning : warn_of_held_moves(model, happenings, timeline.mechanism_sets))
    timeline.warnings.push_back(std::move(warning));
  const auto at_start = indices_of(intervals.begin()->second);
  timeline.initial = build_initial_values(model, edits, at_start, timeline.warnings, diagnostics);
  add_impulses(model, edits, occurrences, grid, timeline, diagnostics);
  if (!diagnostics.empty()) throw Error(ErrorKind::scenario, std::move(diagnostics));
  return timeline;
}

}  // namespace dosde
