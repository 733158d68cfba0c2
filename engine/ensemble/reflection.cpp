#include "engine/ensemble/reflection.hpp"

#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {

std::vector<StepRow> reflect_at_bounds(std::vector<StepRow> rows, const Model& model, const MechanismSet& mechanisms) {
  if (!has_bounds(model)) return rows;
  Expression count = Expression::symbol(reflection_counter_name());
  for (auto& row : rows) {
    const Mechanism& bounds = mechanisms[row.variable.index()];
    const Expression free = row.next;
    Expression next = free;
    if (bounds.lower) {
      const Expression below = free < *bounds.lower;
      next = where(below, *bounds.lower + (*bounds.lower - free), next);
      count = count + below;
    }
    if (bounds.upper) {
      const Expression above = free > *bounds.upper;
      next = where(above, *bounds.upper - (free - *bounds.upper), next);
      count = count + above;
    }
    if (bounds.lower && bounds.upper) next = min(max(next, *bounds.lower), *bounds.upper);
    // free - free is 0, or NaN where the step left the finite numbers: a divergence is not to be hidden by a bound.
    if (bounds.lower || bounds.upper) row.next = next + (free - free);
  }
  rows.push_back({VariableId{static_cast<std::int32_t>(mechanisms.size())}, count});
  return rows;
}

}  // namespace dosde
