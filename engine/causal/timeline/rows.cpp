#include "engine/causal/timeline/rows.hpp"

#include <algorithm>

#include "engine/causal/rewrite.hpp"

namespace dosde {
namespace {

bool is_same_formula(const std::optional<Expression>& a, const std::optional<Expression>& b) {
  return a.has_value() == b.has_value() && (!a || a->is_same(*b));
}

RewriteContext context_of(const Edit& edit, const std::string& variable) {
  const auto& targets = edit.intervention.targets;
  const auto position = static_cast<std::size_t>(std::find(targets.begin(), targets.end(), variable) - targets.begin());
  return {variable, edit.draw_symbols[position]};
}

}  // namespace

bool is_same_mechanism(const Mechanism& a, const Mechanism& b) {
  if ((a.edited == nullptr) != (b.edited == nullptr)) return false;
  if (a.edited != nullptr && !is_same_mechanism(*a.edited, *b.edited)) return false;
  if (!is_same_formula(a.clamp, b.clamp)) return false;
  if (a.clamp) return true;
  return a.drift.is_same(b.drift) && is_same_formula(a.lower, b.lower) && is_same_formula(a.upper, b.upper) &&
         std::equal(a.noise.begin(), a.noise.end(), b.noise.begin(), b.noise.end(),
                    [](const NoiseTerm& x, const NoiseTerm& y) {
                      return x.source == y.source && x.loading.is_same(y.loading);
                    });
}

EditedRow edit_row(const Variable& variable, const std::vector<Edit>& edits, const std::vector<std::size_t>& on_row) {
  EditedRow result;
  result.row = {variable.drift, variable.noise, std::nullopt, variable.lower, variable.upper, nullptr};
  std::optional<Expression> held;
  for (const auto index : on_row) {
    Mechanism before = result.row;
    edits[index].kind->rewrite(result.row, edits[index].intervention, context_of(edits[index], variable.name));
    if (result.row.clamp) {
      if (result.held_by) result.conflict = {*result.held_by, index};
      result.held_by = index;
      held = std::exchange(result.row.clamp, std::nullopt);  // the rows stay bare, so that the next edit acts on them
    } else if (is_same_mechanism(before, result.row)) {
      result.without_effect.push_back(index);
    }
  }
  result.row.clamp = held;
  return result;
}

}  // namespace dosde
