#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/causal/timeline/edit.hpp"

namespace dosde {

/// Finds edits without effect: told over all sets of edits that are open together.
class ShadowFinder {
 public:
  ShadowFinder(const Model& model, const std::vector<Edit>& edits) : model_(model), edits_(edits) {}

  /// Looks at the rows and parameters while `active` edits are open.
  void look_at(const std::vector<std::size_t>& active);
  /// One warning for each edit and target that never had an effect while it was open.
  [[nodiscard]] std::vector<Diagnostic> warnings() const;

 private:
  using Place = std::pair<std::size_t, std::string>;  // edit and target
  void look_at_row(const Variable& variable, const std::vector<std::size_t>& on_row);
  void look_at_parameters(const std::vector<std::size_t>& active);
  void mark_shadowed(const Place& place, const std::string& cause);

  const Model& model_;
  const std::vector<Edit>& edits_;
  std::set<Place> effective_;
  std::map<Place, std::string> shadowed_;  // and by what, in words
};

}  // namespace dosde
