#include "engine/ensemble/reflection.hpp"

#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {

std::vector<StepRow> reflect_at_bounds(std::vector<StepRow> rows, const Model& model) {
  if (!has_bounds(model)) return rows;
  Expression count = Expression::symbol(reflection_counter_name());
  for (auto& row : rows) {
    const Variable& variable = model.variables[row.variable.index()];
    const Expression free = row.next;
    Expression next = free;
    if (variable.lower) {
      const Expression below = free < *variable.lower;
      next = where(below, *variable.lower + (*variable.lower - free), next);
      count = count + below;
    }
    if (variable.upper) {
      const Expression above = free > *variable.upper;
      next = where(above, *variable.upper - (free - *variable.upper), next);
      count = count + above;
    }
    if (variable.lower && variable.upper) next = min(max(next, *variable.lower), *variable.upper);
    // free - free is 0, or NaN where the step left the finite numbers: a divergence is not to be hidden by a bound.
    if (variable.lower || variable.upper) row.next = next + (free - free);
  }
  rows.push_back({VariableId{static_cast<std::int32_t>(model.variables.size())}, count});
  return rows;
}

}  // namespace dosde
