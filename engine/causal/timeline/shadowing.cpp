#include "engine/causal/timeline/shadowing.hpp"

#include <algorithm>
#include <map>

#include "engine/causal/finding.hpp"
#include "engine/causal/rewrite.hpp"
#include "engine/causal/timeline/mechanism_set.hpp"
#include "engine/causal/timeline/parameter_edits.hpp"
#include "engine/causal/timeline/rows.hpp"

namespace dosde {
namespace {

std::vector<std::size_t> without(std::vector<std::size_t> indices, std::size_t index) {
  std::erase(indices, index);
  return indices;
}

/// Can an edit of this kind make one before it ineffective? Not one that only adds to the row: so a thousand shifts of
/// one row need not be tried a thousand times.
bool may_override(const Edit& edit) { return edit.kind->name != "shift" && edit.kind->name != "soft_clamp"; }

/// Does a row of the model other than `row`, or a replacement in the scenario, load the source?
bool is_shared_source(const std::string& source, const std::string& row, const Model& model,
                      const std::vector<Edit>& edits) {
  const bool is_in_model = std::any_of(model.variables.begin(), model.variables.end(), [&](const Variable& variable) {
    return variable.name != row && std::any_of(variable.noise.begin(), variable.noise.end(),
                                               [&](const NoiseTerm& term) { return term.source == source; });
  });
  return is_in_model || std::any_of(edits.begin(), edits.end(),
                                    [](const Edit& edit) { return edit.intervention.arguments.contains("noise"); });
}

}  // namespace

void ShadowFinder::mark_shadowed(const Place& place, const std::string& cause) { shadowed_.emplace(place, cause); }

void ShadowFinder::look_at_row(const Variable& variable, const std::vector<std::size_t>& on_row) {
  const EditedRow all = edit_row(variable, edits_, on_row);
  const auto last_override =
      std::find_if(on_row.rbegin(), on_row.rend(), [&](std::size_t index) { return may_override(edits_[index]); });
  for (const auto index : on_row) {
    const Place place{index, variable.name};
    const bool may_be_overridden = last_override != on_row.rend() && index < *last_override;
    if (all.held_by == index) {
      effective_.insert(place);
      continue;
    }
    const bool is_idle =
        std::find(all.without_effect.begin(), all.without_effect.end(), index) != all.without_effect.end();
    if (all.held_by)
      mark_shadowed(place, "while it is open " + edits_[*all.held_by].label + " holds the variable");
    else if (is_idle)
      mark_shadowed(place, "the row is the same with and without it");
    else if (may_be_overridden && is_same_mechanism(all.row, edit_row(variable, edits_, without(on_row, index)).row))
      mark_shadowed(place, "a later edit of the row overrides it");
    else
      effective_.insert(place);
  }
}

void ShadowFinder::look_at_parameters(const std::vector<std::size_t>& active) {
  const auto all = parameter_replacements(model_, edits_, active);
  if (all.empty()) return;
  for (const auto index : active) {
    if (!edits_[index].acts(InterventionKind::Acts::on_parameter)) continue;
    const bool is_shadowed = is_same_map(all, parameter_replacements(model_, edits_, without(active, index)));
    for (const auto& target : edits_[index].intervention.targets) {
      if (is_shadowed)
        mark_shadowed({index, target}, "a later edit of the parameter overrides it");
      else
        effective_.insert({index, target});
    }
  }
}

void ShadowFinder::look_at(const std::vector<std::size_t>& active) {
  for (const auto& variable : model_.variables) {
    const auto on_row = edits_on_row(variable.name, edits_, active);
    if (!on_row.empty()) look_at_row(variable, on_row);
  }
  look_at_parameters(active);
}

std::vector<Diagnostic> ShadowFinder::warnings() const {
  std::vector<Diagnostic> warnings;
  for (const auto& [place, cause] : shadowed_) {
    if (effective_.contains(place)) continue;
    const Edit& edit = edits_[place.first];
    warnings.push_back(
        make_warning(edit.intervention.location, edit.label + " has no effect on '" + place.second + "'", cause));
  }
  for (const auto& [index, target] : effective_) {
    const Edit& edit = edits_[index];
    const std::string* source = edit.kind->name == "cut" ? find_text(edit.intervention, "source") : nullptr;
    if (source != nullptr && !is_shared_source(*source, target, model_, edits_))
      warnings.push_back(make_warning(edit.intervention.location, edit.label + " cuts no edge",
                                      "no other row loads the source '" + *source +
                                          "': the row gets other numbers of the same law, and nothing else changes"));
  }
  return warnings;
}

}  // namespace dosde
