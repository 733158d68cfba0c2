#include "engine/analysis/autonomous_rows.hpp"

#include <set>

#include "engine/expression/analysis.hpp"

namespace dosde {

std::string objection_to_autonomy(const Model& model, const MechanismSet& mechanisms) {
  std::set<std::string> known = {};
  for (const auto& variable : model.variables) known.insert(variable.name);
  const auto complaint = [&](const Expression& formula) -> std::string {
    for (const auto& symbol : symbols_of(formula)) {
      if (symbol == "t") return "the mechanisms name the time";
      if (!known.contains(symbol)) return "the mechanisms name what is drawn once a trajectory";
    }
    return "";
  };
  std::string found;
  for (const auto& row : mechanisms) {
    if (row.clamp) {
      if (found.empty()) found = complaint(*row.clamp);
      continue;
    }
    if (row.lower || row.upper) found = "a variable is reflected at a bound";
    if (found.empty()) found = complaint(row.drift);
    for (const auto& term : row.noise)
      if (found.empty()) found = complaint(term.loading);
  }
  return found;
}

}  // namespace dosde
