#include "engine/ensemble/reflection.hpp"

#include "engine/ensemble/world_layout.hpp"
#include "engine/solvers/reflect.hpp"

namespace dosde {

std::vector<StepRow> reflect_at_bounds(std::vector<StepRow> rows, const Model& model, const MechanismSet& mechanisms) {
  if (!has_bounds(model)) return rows;
  Expression count = Expression::symbol(reflection_counter_name());
  for (auto& row : rows) {
    const Mechanism& bounds = mechanisms[row.variable.index()];
    if (bounds.lower) count = count + (row.next < *bounds.lower);
    if (bounds.upper) count = count + (row.next > *bounds.upper);
    row.next = reflect_into_bounds(row.next, bounds.lower, bounds.upper);
  }
  rows.push_back({VariableId{static_cast<std::int32_t>(mechanisms.size())}, count});
  return rows;
}

}  // namespace dosde
