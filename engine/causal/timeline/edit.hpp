#pragma once

#include <string>
#include <vector>

#include "engine/causal/intervention.hpp"

namespace dosde {

/// An intervention that passed its checks, ready to be applied.
struct Edit {
  std::size_t index = 0;  ///< in the scenario's list
  const InterventionKind* kind = nullptr;
  Intervention intervention;  ///< input names replaced by table look-ups
  std::string label;          ///< "the clamp of 'x' (1st intervention)"
  /// By target, where the value is a law: the names of its draw ("u:clamp:x:0" and "x:0"). The ordinal counts the drawn
  /// clamps of that variable in the file's order, so that no other intervention moves a draw, and the same place in
  /// another scenario meets the same uniform.
  std::vector<std::string> draw_symbols;
  std::vector<std::string> draw_keys;

  [[nodiscard]] bool acts(InterventionKind::Acts where) const { return kind->acts == where; }
};

/// Checks every intervention on its own (kind, targets, keys, types, names) and returns the sound ones in the file's
/// order.
std::vector<Edit> prepare_edits(const Model& model, const std::vector<Intervention>& interventions,
                                std::vector<Diagnostic>& diagnostics);

/// "the shift of 'x' and 'y' (2nd intervention, line 31)".
std::string label_of(const Intervention& intervention, std::size_t index);

/// The intervention's findings: empty where it is sound.
std::vector<Diagnostic> check_intervention(const Model& model, const std::vector<Intervention>& all, std::size_t index);

}  // namespace dosde
