#pragma once

#include <Eigen/Core>
#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/abduction/observed_run.hpp"
#include "engine/analysis/formula_field.hpp"

namespace dosde {

/// What a step does to all variables of a linear model, clamps and impulses at its end included:
/// x' = move x + constant + noise ΔW.
struct LinearStep {
  Eigen::MatrixXd move;
  Eigen::VectorXd constant;
  Eigen::MatrixXd noise;  ///< [variable][source]
};

/// The steps of an observed run whose drift, clamps and impulses are affine in the states, and whose loadings do not
/// name them. Throws Error (usage) where one is not.
class LinearSteps {
 public:
  explicit LinearSteps(const ObservedRun& observed);
  ~LinearSteps();

  /// The step from `step` to the next; until the next call.
  const LinearStep& at(std::int64_t step);
  /// The variables that are clamped at the start, with their values; NaN: free.
  Eigen::VectorXd held_at_start();

 private:
  struct Rows;  ///< the formulas of a set of mechanisms
  /// Variables that take new values at once.
  struct Assignment {
    std::vector<Eigen::Index> variables;
    std::unique_ptr<FormulaField> values;
  };

  [[nodiscard]] Assignment assign(const std::vector<Eigen::Index>& variables, const std::vector<Expression>& formulas,
                                  const std::string& what) const;
  void apply(Assignment& assignment, double time);
  void take_drift(Rows& rows, double time);

  const ObservedRun& observed_;
  std::vector<std::unique_ptr<Rows>> rows_;  ///< [mechanism set]
  LinearStep step_;
};

}  // namespace dosde
