#pragma once

#include <cstddef>
#include <vector>

#include "engine/analysis/abstraction/abstraction.hpp"

namespace dosde {

/// Positions first … last - 1 among the saved times of a planned run.
struct SaveRange {
  std::size_t first = 0;
  std::size_t last = 0;
};

/// The runs that a request needs, and where its diagrams are in them.
struct DiagramPlan {
  Experiment micro;                 ///< the scenarios and save times that are compared, all variables saved
  std::optional<Experiment> macro;  ///< likewise, in noise as the request says
  std::vector<ScenarioPair> pairs;
  std::vector<std::size_t> micro_scenario, macro_scenario;  ///< [pair] positions; without a macro model the micro's
  std::vector<LawWindow> windows;
  std::vector<SaveRange> ranges;        ///< [window]
  std::size_t reference = 0;            ///< scenario of `micro` whose noise the SCM gets
  std::optional<std::size_t> half_way;  ///< position of a save time half-way to the last window, for an SCM
};

/// Throws Error (usage) as estimate_abstraction does.
DiagramPlan plan_diagrams(const Experiment& micro, const Experiment* macro, const AbstractionRequest& request);

/// τ in the order of the macro model's variables, or as asked for. Throws Error (usage): a macro variable that has
/// neither a formula nor a micro variable of its name, a formula for none.
std::vector<MacroVariable> complete_map(const std::vector<MacroVariable>& rows, const Model& micro, const Model* macro);

}  // namespace dosde
