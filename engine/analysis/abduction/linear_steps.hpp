#pragma once

#include <Eigen/Core>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/analysis/abduction/observed_run.hpp"
#include "engine/analysis/formula_field.hpp"

namespace dosde {

struct AssignedFormulas;

/// What a step does to all variables of a linear model, clamps and impulses at its end included:
/// x' = move x + constant + noise ΔW.
struct LinearStep {
  Eigen::MatrixXd move;
  Eigen::VectorXd constant;
  Eigen::MatrixXd noise;  ///< [variable][source]
};

/// What clamps and impulses do to the state that a step reached: x' = move x + constant.
struct LinearEnd {
  bool is_nothing = true;
  Eigen::MatrixXd move;
  Eigen::VectorXd constant;
};

/// The steps of an observed run as affine maps: all there is where drift, clamps and impulses are affine in the states
/// and loadings do not name them, and else the tangents at a state.
class LinearSteps {
 public:
  explicit LinearSteps(const ObservedRun& observed);
  ~LinearSteps();

  /// The first thing that is not affine, a sentence part; empty: the steps are all there is.
  [[nodiscard]] const std::string& bend() const { return bend_; }

  /// The step from `step` to the next, its tangent at a state of all variables; until the next call.
  const LinearStep& at(std::int64_t step, const Eigen::VectorXd& state);
  /// The step with its tangent at 0.
  const LinearStep& at(std::int64_t step);
  /// Of the step last asked for.
  [[nodiscard]] const LinearEnd& end() const { return end_; }
  /// The variables that are clamped at the start, with their values; NaN: free. Throws Error (usage) where a clamp
  /// there names other variables, or an impulse acts.
  Eigen::VectorXd held_at_start();

 private:
  struct Rows;  ///< the formulas of a set of mechanisms
  /// Variables that take new values at once.
  struct Assignment {
    std::vector<Eigen::Index> variables;
    std::unique_ptr<FormulaField> values;
  };

  Assignment assign(const AssignedFormulas& formulas, const std::string& what);
  void apply(Assignment& assignment, double time);
  void take_drift(Rows& rows, const Eigen::VectorXd& state, double time);
  void note_bend(const std::string& what);

  const ObservedRun& observed_;
  std::vector<std::unique_ptr<Rows>> rows_;      ///< [mechanism set]
  std::map<std::int64_t, Assignment> impulses_;  ///< by tick
  std::string bend_;
  LinearStep step_;
  LinearEnd end_;
  Eigen::VectorXd reached_;  ///< at the end of the step, by the tangent
};

}  // namespace dosde
