#pragma once

#include <Eigen/Core>
#include <map>
#include <optional>
#include <vector>

#include "engine/analysis/abduction/observed_run.hpp"
#include "engine/analysis/abduction/step_formulas.hpp"
#include "engine/analysis/formula_field.hpp"

namespace dosde {

/// The steps of an observed run of Euler–Maruyama as they are: from one state to the next, given the noise.
class StepMap {
 public:
  explicit StepMap(const ObservedRun& observed);

  /// Takes the step that begins at `step` from a state of all variables up to where its noise comes in.
  void begin(std::int64_t step, const Eigen::VectorXd& state);
  /// Of the step begun: x + h f(t, x) in free rows, 0 in held ones; and √h σ(t, x), [variable][source].
  [[nodiscard]] const Eigen::VectorXd& mean() const { return mean_; }
  [[nodiscard]] const Eigen::MatrixXd& loading() const { return loading_; }
  /// Of the step begun: |x| + h |f|, for the size of rounding errors.
  [[nodiscard]] const Eigen::VectorXd& size() const { return size_; }

  /// What clamps and impulses make of what the step from `step` reached.
  [[nodiscard]] Eigen::VectorXd end(std::int64_t step, const Eigen::VectorXd& reached);

 private:
  struct Assignment {
    std::vector<Eigen::Index> variables;
    FormulaSet values;
  };
  struct Rows {
    std::vector<Eigen::Index> free;
    std::vector<std::pair<Eigen::Index, Eigen::Index>> places;  ///< (variable, source)
    FormulaSet drift, loading;
    Assignment clamps;
  };
  static void apply(Assignment& assignment, double time, Eigen::VectorXd& state);
  [[nodiscard]] Assignment compile(const AssignedFormulas& formulas) const;

  const ObservedRun& observed_;
  std::vector<Rows> rows_;  ///< [mechanism set]
  std::map<std::int64_t, Assignment> impulses_;
  Eigen::VectorXd mean_, size_;
  Eigen::MatrixXd loading_;
};

}  // namespace dosde
