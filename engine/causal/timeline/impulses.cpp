#include "engine/causal/timeline/impulses.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/causal/finding.hpp"
#include "engine/causal/rewrite.hpp"
#include "engine/causal/timeline/mechanism_set.hpp"
#include "engine/causal/timeline/parameter_edits.hpp"
#include "engine/causal/timeline/rows.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

/// The edits whose windows are open at a tick (the stop included), in the file's order; asked tick by tick, forwards.
class OpenEdits {
 public:
  explicit OpenEdits(const std::vector<Occurrence>& occurrences) {
    for (const auto& occurrence : occurrences) {
      changes_.push_back({occurrence.first, true, occurrence.edit});
      changes_.push_back({occurrence.last, false, occurrence.edit});
    }
    std::sort(changes_.begin(), changes_.end());  // at one tick closings come first
  }

  std::vector<std::size_t> at(std::int64_t tick) {
    for (; next_ < changes_.size() && std::get<0>(changes_[next_]) <= tick; ++next_) {
      const auto& [when, opens, edit] = changes_[next_];
      if (opens)
        open_.insert(edit);
      else
        open_.erase(edit);
    }
    return {open_.begin(), open_.end()};
  }

 private:
  std::vector<std::tuple<std::int64_t, bool, std::size_t>> changes_;
  std::size_t next_ = 0;
  std::set<std::size_t> open_;
};

/// Is the variable held by one of the open edits?
bool is_clamped(const Variable& variable, const std::vector<Edit>& edits, const std::vector<std::size_t>& open) {
  return edit_row(variable, edits, edits_on_row(variable.name, edits, open)).held_by.has_value();
}

/// What clamped variables are held at just before a tick; nothing is held before the start.
std::map<std::string, Expression> held_before(const Model& model, const Timeline& timeline, std::int64_t tick) {
  std::map<std::string, Expression> held;
  if (tick == 0) return held;
  const MechanismSet& rows = timeline.mechanism_sets[timeline.regime_at(tick - 1).mechanisms];
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].clamp) held[model.variables[i].name] = *rows[i].clamp;
  return held;
}

}  // namespace

Expression apply_impulse(const Intervention& impulse, const std::string& variable, const Expression& value) {
  const Expression* added = find_formula(impulse, "add");
  if (added != nullptr) return value + replace_symbol(*added, variable, value);
  return replace_symbol(formula_argument(impulse, "set"), variable, value);
}

void add_impulses(const Model& model, const std::vector<Edit>& edits, const std::vector<Occurrence>& occurrences,
                  const TimeGrid& grid, Timeline& timeline, std::vector<Diagnostic>& diagnostics) {
  std::map<std::int64_t, std::vector<std::size_t>> edits_at;  // by tick, in the file's order
  for (std::size_t index = 0; index < edits.size(); ++index)
    if (edits[index].acts(InterventionKind::Acts::on_state) && !edits[index].intervention.window.waits())
      for (const auto tick : impulse_ticks(edits[index], grid, diagnostics)) edits_at[tick].push_back(index);
  std::set<std::pair<std::size_t, std::string>> warned;  // once an edit and variable, not once a repetition
  OpenEdits open_edits(occurrences);
  for (const auto& [tick, indices] : edits_at) {
    const auto open = open_edits.at(tick);
    std::map<VariableId, Impulse> moved;
    for (const auto index : indices) {
      for (const auto& target : edits[index].intervention.targets) {
        const VariableId id = model.find_variable(target);
        if (is_clamped(model.variables[id.index()], edits, open)) {
          if (warned.emplace(index, target).second)
            timeline.warnings.push_back(
                make_warning(edits[index].intervention.location,
                             edits[index].label + " does not move '" + target + "' at " + time_text(grid.time(tick)),
                             "a clamp holds it then"));
          continue;
        }
        const auto found = moved.find(id);
        const Expression so_far = found == moved.end() ? Expression::symbol(target) : found->second.new_value;
        moved[id] = {tick, id, apply_impulse(edits[index].intervention, target, so_far), edits[index].index};
      }
    }
    const auto parameters = parameter_replacements(model, edits, open);
    const auto held = held_before(model, timeline, tick);
    for (auto& [id, impulse] : moved) {
      if (!parameters.empty()) impulse.new_value = substitute(impulse.new_value, parameters);
      if (!held.empty()) impulse.new_value = substitute(impulse.new_value, held);
      timeline.impulses.push_back(impulse);
    }
  }
}

}  // namespace dosde
