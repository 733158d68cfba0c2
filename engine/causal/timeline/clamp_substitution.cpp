#include "engine/causal/timeline/clamp_substitution.hpp"

#include "engine/causal/dependency_order.hpp"
#include "engine/causal/timeline/rows.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {

ClampValues solve_clamps(const Model& model, const MechanismSet& rows) {
  std::vector<std::size_t> clamped;              // positions of clamped rows
  std::map<std::string, std::size_t> number_of;  // by name: index into `clamped`
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].clamp) continue;
    number_of[model.variables[i].name] = clamped.size();
    clamped.push_back(i);
  }
  std::vector<std::vector<std::size_t>> needs(clamped.size());
  for (std::size_t n = 0; n < clamped.size(); ++n)
    for (const auto& symbol : symbols_of(*rows[clamped[n]].clamp))
      if (const auto found = number_of.find(symbol); found != number_of.end()) needs[n].push_back(found->second);
  const DependencyOrder order = order_by_dependency(needs);
  ClampValues result;
  for (const auto n : order.cycle) result.cycle.push_back(model.variables[clamped[n]].name);
  for (const auto n : order.order)
    result.values[model.variables[clamped[n]].name] = substitute(*rows[clamped[n]].clamp, result.values);
  return result;
}

void substitute_clamps(MechanismSet& rows, const std::map<std::string, Expression>& values) {
  if (values.empty()) return;
  for (auto& row : rows) {
    const Mechanism before = row;
    if (row.clamp) {
      row.clamp = substitute(*row.clamp, values);
      row.drift = Expression(0.0);
      row.noise.clear();
      row.lower = row.upper = std::nullopt;
    } else {
      row.drift = substitute(row.drift, values);
      for (auto& term : row.noise) term.loading = substitute(term.loading, values);
    }
    if (!is_same_mechanism(before, row)) row.edited = std::make_shared<const Mechanism>(before);
  }
}

}  // namespace dosde
