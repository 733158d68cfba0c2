#pragma once

#include <Eigen/Core>
#include <Eigen/QR>
#include <map>
#include <string>
#include <vector>

#include "engine/analysis/abduction/undetermined.hpp"
#include "engine/analysis/formula_field.hpp"
#include "engine/analysis/frozen_rows.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// What one step of a path says about its noise.
struct StepNoise {
  Eigen::VectorXd least;          ///< [source] the smallest increments that make the step, σ⁺r
  std::vector<Undetermined> why;  ///< [source]
  Eigen::VectorXd residual;       ///< [variable] what no noise explains
  Eigen::VectorXd rounding;       ///< [variable] the size of one rounding error there: ε (|x| + |x'| + h |f|)
  double square = 0.0;            ///< of the whitened increments that are determined, summed
  int degrees = 0;                ///< how many there are
};

/// The equations of a step of θ-Maruyama in one regime, σ(t, x) ΔW = r with
///
///     r = (x' - x) - (1 - θ) h f(t, x) - θ h f(t + h, x'),
///
/// solved for the increments. Rows and sources fall into blocks that have nothing in common.
class StepEquations {
 public:
  /// `time`: where the regime begins.
  StepEquations(const CompiledRun& run, const MechanismSet& mechanisms, double time);

  /// `before`, `after`: [variable] the states at `time` and a step later; `is_seen` [variable]: is what the step made
  /// of a row in `after`?
  void solve(const Eigen::VectorXd& before, const Eigen::VectorXd& after, double time, const std::vector<bool>& is_seen,
             StepNoise& noise);

  /// The increments where `drawn` [source], of the prior law, fills in what the last step left open: given σΔW = r the
  /// rest of ΔW is normal in the null space of σ, so that ΔW = σ⁺r + (1 - σ⁺σ) drawn.
  [[nodiscard]] Eigen::VectorXd complete(const StepNoise& noise, const Eigen::VectorXd& drawn) const;

  /// The values of the clamps at a state: [variable], NaN where there is none.
  Eigen::VectorXd clamp_values(const Eigen::VectorXd& state, double time);

 private:
  StepEquations(const CompiledRun& run, const MechanismSet& mechanisms, const FrozenRows& frozen);

  struct Block {
    std::vector<Eigen::Index> rows;     ///< places among the free rows
    std::vector<Eigen::Index> sources;  ///< places among the run's sources
    // Of the step last solved:
    std::vector<Eigen::Index> seen;
    Eigen::MatrixXd loadings;  ///< [seen row][source]
    Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver;
    Eigen::MatrixXd open;  ///< 1 - σ⁺σ
    Eigen::Index rank = 0;
  };
  struct Entry {
    Eigen::Index row, source;
  };

  void find_blocks();
  void decompose(Block& block, const std::vector<Eigen::Index>& seen);
  void solve_block(Block& block, const Eigen::VectorXd& right, const std::vector<bool>& is_seen, StepNoise& noise);

  double step_, theta_;
  Eigen::Index source_count_, variable_count_;
  std::vector<Eigen::Index> rows_;     ///< [free row] its variable
  std::vector<Eigen::Index> clamped_;  ///< [clamp] its variable
  std::vector<Entry> entries_;         ///< of the loadings, in the order of their formulas
  std::vector<Block> blocks_;
  std::vector<bool> is_of_held_row_;  ///< [source]
  FormulaSet drift_, loading_, clamp_;
  Eigen::MatrixXd loadings_;  ///< [free row][source] at the step last solved
};

}  // namespace dosde
