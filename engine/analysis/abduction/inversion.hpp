#pragma once

#include <Eigen/Core>
#include <memory>
#include <vector>

#include "engine/analysis/abduction/observed_run.hpp"
#include "engine/analysis/abduction/overwrites.hpp"
#include "engine/analysis/abduction/step_equations.hpp"

namespace dosde {

/// Steps between states that are known, one at a time. Its functions throw Error (usage) where something hides what a
/// step reached and yet depends on it.
class Inversion {
 public:
  Inversion(const ObservedRun& observed, std::uint64_t seed, Abduction& found);

  /// The path whose steps are taken, until the next one.
  void begin(std::int64_t trajectory);
  /// Stores the increments of a step of that path, for all draws.
  void take_step(std::int64_t step);
  /// Clamped variables are where their clamps say, as far as all that is seen.
  void judge_clamps();
  /// Where every trajectory starts, before impulses.
  void find_starts();

 private:
  [[nodiscard]] StepEquations& equations_at(std::int64_t step) { return *equations_[observed_.mechanisms_at(step)]; }
  [[nodiscard]] RowEvidence& row_of(Eigen::Index variable) { return found_.rows[static_cast<std::size_t>(variable)]; }
  void refuse_hidden_end(std::int64_t tick) const;
  Eigen::VectorXd end_of_step(std::int64_t trajectory, std::int64_t tick, std::vector<bool>& is_seen) const;
  void solve(std::int64_t step);
  void store(std::int64_t trajectory, std::int64_t step, const Eigen::VectorXd& increments);

  const ObservedRun& observed_;
  const CompiledRun& run_;
  std::uint64_t seed_;
  Abduction& found_;
  std::vector<Overwrite> overwrites_;
  std::vector<std::unique_ptr<StepEquations>> equations_;  ///< [mechanism set]
  std::int64_t trajectory_ = 0;
  std::vector<std::vector<std::vector<double>>> drawn_;  ///< [draw][source][cell] of the prior law
  StepNoise noise_;
};

}  // namespace dosde
