#include "engine/causal/graphs/changes.hpp"

#include <algorithm>
#include <set>

#include "engine/causal/causal_graph.hpp"
#include "engine/causal/timeline/rows.hpp"

namespace dosde {
namespace {

/// The mechanisms in force at a tick.
const MechanismSet& mechanisms_at(const Timeline& timeline, std::int64_t tick) {
  return timeline.mechanism_sets[timeline.regime_at(tick).mechanisms];
}

class Comparison {
 public:
  Comparison(const Model& model, const MechanismSet& before, const MechanismSet& after)
      : rows_before_(before),
        rows_after_(after),
        before_(build_causal_graph(model, before, uniform_parameters(model))),
        after_(build_causal_graph(model, after, uniform_parameters(model))) {}

  std::vector<GraphChange> changes() {
    const std::size_t count = before_.variables.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (after_.clamped[i] != before_.clamped[i])
        note(after_.clamped[i] != 0 ? "held" : "released", before_.variables[i]);
      else if (!is_same_mechanism(as_written(rows_before_[i]), as_written(rows_after_[i])))
        note("row", before_.variables[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j) {
        const std::size_t place = i * count + j;
        compare("drift edge", before_.drift_edges[place], after_.drift_edges[place], i, before_.variables[j]);
        compare("diffusion edge", before_.diffusion_edges[place], after_.diffusion_edges[place], i,
                before_.variables[j]);
        if (i < j)
          compare("shared noise", before_.shared_noise[place], after_.shared_noise[place], i, before_.variables[j]);
      }
      std::set<std::string> sources(before_.sources.begin(), before_.sources.end());
      sources.insert(after_.sources.begin(), after_.sources.end());
      for (const auto& source : sources)
        compare("noise", loads(before_, i, source), loads(after_, i, source), i, source);
    }
    return std::move(changes_);
  }

 private:
  /// The row with its edits, before clamped variables were put into it: a clamp elsewhere is no change of this row.
  static const Mechanism& as_written(const Mechanism& row) { return row.edited == nullptr ? row : *row.edited; }

  static int loads(const CausalGraph& graph, std::size_t row, const std::string& source) {
    const auto found = std::find(graph.sources.begin(), graph.sources.end(), source);
    if (found == graph.sources.end()) return 0;
    return graph.noise_loading[row * graph.sources.size() + static_cast<std::size_t>(found - graph.sources.begin())];
  }

  void note(const std::string& what, const std::string& variable, const std::string& other = "") {
    changes_.push_back({what, variable, other});
  }
  void compare(const std::string& what, int before, int after, std::size_t row, const std::string& other) {
    if (before != after) note(what + (after != 0 ? " added" : " removed"), before_.variables[row], other);
  }

  const MechanismSet& rows_before_;
  const MechanismSet& rows_after_;
  CausalGraph before_;
  CausalGraph after_;
  std::vector<GraphChange> changes_;
};

bool is_same_quantity(const InitialValue& a, const InitialValue& b) {
  if (a.index() != b.index()) return false;
  if (const auto* formula = std::get_if<Expression>(&a)) return formula->is_same(std::get<Expression>(b));
  if (const auto* law = std::get_if<Law>(&a)) {
    const Law& other = std::get<Law>(b);
    return law->name == other.name &&
           std::equal(law->arguments.begin(), law->arguments.end(), other.arguments.begin(), other.arguments.end(),
                      [](const auto& x, const auto& y) { return x.is_same(y); });
  }
  return std::get<RecordedInitial>(a).values == std::get<RecordedInitial>(b).values;
}

}  // namespace

std::vector<GraphChange> changes_by(const Model& model, const std::vector<Intervention>& interventions,
                                    std::size_t index, const TimeGrid& grid) {
  const auto end = interventions.begin() + static_cast<std::ptrdiff_t>(index);
  const Timeline before = build_timeline(model, {interventions.begin(), end}, grid);
  const Timeline after = build_timeline(model, {interventions.begin(), end + 1}, grid);
  std::vector<GraphChange> changes;
  const auto acting = std::find_if(after.regimes.begin(), after.regimes.end(), [&](const Regime& regime) {
    return std::find(regime.active.begin(), regime.active.end(), index) != regime.active.end();
  });
  if (acting != after.regimes.end())
    changes = Comparison(model, mechanisms_at(before, acting->first_tick), mechanisms_at(after, acting->first_tick))
                  .changes();
  std::set<std::string> moved;
  for (const auto& impulse : after.impulses)
    if (impulse.intervention == index) moved.insert(model.variables[impulse.variable.index()].name);
  for (const auto& name : moved) changes.push_back({"state moved", name, ""});
  for (std::size_t i = 0; i < model.variables.size(); ++i)
    if (!is_same_quantity(before.initial[i], after.initial[i]))
      changes.push_back({"initial value", model.variables[i].name, ""});
  return changes;
}

}  // namespace dosde
