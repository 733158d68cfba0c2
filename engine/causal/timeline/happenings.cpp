#include "engine/causal/timeline/happenings.hpp"

#include <algorithm>

#include "engine/causal/finding.hpp"
#include "engine/causal/rewrite.hpp"
#include "engine/causal/timeline/impulses.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

using Acts = InterventionKind::Acts;

void add(Happenings& happenings, const Location& location, const Happening& happening, const Expression& condition,
         std::vector<Assignment> moves = {}) {
  happenings.locations.push_back(location);
  happenings.list.push_back(happening);
  happenings.conditions.push_back(condition);
  happenings.moves.push_back(std::move(moves));
}

/// What an impulse does to its targets.
std::vector<Assignment> moves_of(const Intervention& impulse) {
  std::vector<Assignment> moves;
  for (const auto& target : impulse.targets)
    moves.push_back({target, apply_impulse(impulse, target, Expression::symbol(target))});
  return moves;
}

void add_waiting(Happenings& happenings, const Edit& edit, std::size_t index) {
  const Window& window = edit.intervention.window;
  const auto waiting = static_cast<std::int32_t>(happenings.waiting.size());
  if (!window.when) happenings.open_at_start |= std::uint32_t{1} << waiting;
  if (window.when) add(happenings, edit.intervention.location, {HappeningAct::open, waiting, edit.label}, *window.when);
  if (window.ends_when)
    add(happenings, edit.intervention.location, {HappeningAct::close, waiting, edit.label}, *window.ends_when);
  happenings.waiting.push_back(index);
}

}  // namespace

Happenings collect_happenings(const Model& model, const std::vector<Edit>& edits,
                              std::vector<Diagnostic>& diagnostics) {
  Happenings happenings;
  for (const auto& event : model.events)
    add(happenings, event.location,
        {event.stops ? HappeningAct::stop : HappeningAct::move, -1, "the event '" + event.name + "'"}, event.when,
        event.set);
  for (std::size_t index = 0; index < edits.size(); ++index) {
    const Edit& edit = edits[index];
    if (!edit.intervention.window.waits()) continue;
    if (edit.acts(Acts::on_trajectory)) {
      add(happenings, edit.intervention.location, {HappeningAct::stop, -1, edit.label}, *edit.intervention.window.when);
    } else if (edit.acts(Acts::on_state)) {
      add(happenings, edit.intervention.location, {HappeningAct::move, -1, edit.label}, *edit.intervention.window.when,
          moves_of(edit.intervention));
    } else if (happenings.waiting.size() == most_waiting) {
      diagnostics.push_back(make_finding(edit.intervention.location,
                                         edit.label + " is one intervention too many that waits for a condition",
                                         "a scenario has " + std::to_string(most_waiting) +
                                             " at most: each set of open ones has mechanisms of its own",
                                         "join conditions, or divide the scenario"));
      break;
    } else {
      add_waiting(happenings, edit, index);
    }
  }
  return happenings;
}

std::vector<Diagnostic> warn_of_held_moves(const Model& model, const Happenings& happenings,
                                           const std::vector<MechanismSet>& sets) {
  std::vector<Diagnostic> warnings;
  for (std::size_t n = 0; n < happenings.list.size(); ++n)
    for (const auto& move : happenings.moves[n]) {
      const std::size_t row = model.find_variable(move.variable).index();
      if (std::any_of(sets.begin(), sets.end(), [row](const MechanismSet& set) { return set[row].clamp.has_value(); }))
        warnings.push_back(
            make_warning(happenings.locations[n],
                         happenings.list[n].label + " does not move '" + move.variable + "' while a clamp holds it",
                         "a clamp replaces whatever else would set the variable"));
    }
  return warnings;
}

HappeningFormulas formulas_under(const Model& model, const Happenings& happenings,
                                 const std::map<std::string, Expression>& parameters, const MechanismSet& mechanisms) {
  std::map<std::string, Expression> held;
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (mechanisms[i].clamp) held[model.variables[i].name] = *mechanisms[i].clamp;
  const auto under = [&](const Expression& formula) { return substitute(substitute(formula, parameters), held); };
  HappeningFormulas formulas;
  for (const auto& jump : model.jumps) {
    formulas.rates.push_back(under(jump.rate));
    formulas.marks.push_back(jump.mark ? substitute(draw_from(*jump.mark, mark_draw("")), parameters)
                                       : Expression(0.0));
  }
  for (const auto& condition : happenings.conditions) formulas.conditions.push_back(under(condition));
  for (const auto& moves : happenings.moves) {
    formulas.moves.emplace_back();
    for (const auto& move : moves) {
      const VariableId variable = model.find_variable(move.variable);
      if (!mechanisms[variable.index()].clamp) formulas.moves.back().push_back({variable, under(move.value)});
    }
  }
  return formulas;
}

}  // namespace dosde
