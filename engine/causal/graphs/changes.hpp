#pragma once

#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// One thing that an intervention changed.
struct GraphChange {
  std::string what;      ///< "held", "released", "row", "drift edge removed", "state moved", "initial value", …
  std::string variable;  ///< whose row, state or initial value; of an edge the child
  std::string
      other;  ///< the parent of an edge, a source of noise, the other row of shared noise; "" where there is none
};

/// What the `index`-th intervention of a scenario changed, as the ones before it in the list left the model: rows and
/// edges at the time when it first acts; states that it moves; initial values. The model is resolved and in Itô form.
/// Rows are those that differ in any way; an edge is named where it is there before or after only.
std::vector<GraphChange> changes_by(const Model& model, const std::vector<Intervention>& interventions,
                                    std::size_t index, const TimeGrid& grid);

}  // namespace dosde
