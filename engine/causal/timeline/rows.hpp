#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/causal/timeline/edit.hpp"

namespace dosde {

/// A row after the edits on it, in the file's order, a clamp last and winning.
struct EditedRow {
  Mechanism row;
  std::optional<std::size_t> held_by;  ///< the edit that clamps it (index into the list of edits)
  /// Two clamps of the row that are open together.
  std::optional<std::pair<std::size_t, std::size_t>> conflict;
  std::vector<std::size_t> without_effect;  ///< edits whose rewrite left the row as it was
};

/// Applies the edits `on_row` (ascending indices into `edits`, each of which targets the variable) to the variable's
/// own mechanism. Parameters and clamped variables are still named.
EditedRow edit_row(const Variable& variable, const std::vector<Edit>& edits, const std::vector<std::size_t>& on_row);

/// Do two rows say the same? A clamped row's drift and noise are void and do not count.
bool is_same_mechanism(const Mechanism& a, const Mechanism& b);

}  // namespace dosde
