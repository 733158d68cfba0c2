#pragma once

#include <vector>

#include "engine/analysis/abstraction/diagram_plan.hpp"
#include "engine/analysis/abstraction/law_sample.hpp"
#include "engine/causal/timeline.hpp"
#include "engine/ensemble/run.hpp"

namespace dosde {

/// A model that is run, and whose states are then in memory.
class SimulatedModel {
 public:
  /// Compiles. Throws Error (scenario).
  explicit SimulatedModel(const Experiment& experiment);

  /// Runs; before it there is no state.
  void simulate();

  [[nodiscard]] const CompiledRun& run() const { return run_; }
  /// [trajectory] does it live up to the end of the range?
  [[nodiscard]] std::vector<bool> alive(std::size_t scenario, SaveRange range) const;
  /// The states of those trajectories that `taken` says, at the save times of the range.
  [[nodiscard]] LawSample sample(std::size_t scenario, SaveRange range, const std::vector<bool>& taken) const;
  /// Trajectories of a scenario that left the numbers.
  [[nodiscard]] std::int64_t diverged(std::size_t scenario) const;

 private:
  CompiledRun run_;
  Recording recording_;
};

/// Those of which both say yes.
std::vector<bool> both_alive(std::vector<bool> a, const std::vector<bool>& b);

}  // namespace dosde
