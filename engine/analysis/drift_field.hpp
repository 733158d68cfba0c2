#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "engine/analysis/formula_field.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// The drift of a regime's free rows, in their order, and its Jacobian as functions of a point; at one time, with drawn
/// parameters and clamp draws at their medians.
class DriftField {
 public:
  /// Looks at the drift at `time`, where the regime is in force, in the form of `calculus`.
  DriftField(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms, double time,
             Calculus calculus = Calculus::ito);

  [[nodiscard]] Eigen::Index size() const { return start_.size(); }
  /// Does the drift move in time by itself? Then all this is about the drift frozen at `time`.
  [[nodiscard]] bool names_time() const { return names_time_; }
  /// Model time that it is looked at.
  [[nodiscard]] double time() const { return time_; }
  /// The medians of the initial values.
  [[nodiscard]] const Eigen::VectorXd& start() const { return start_; }

  Eigen::VectorXd drift(const Eigen::VectorXd& x) { return drift_->evaluate(x, time_); }
  Eigen::MatrixXd jacobian(const Eigen::VectorXd& x);

  /// The eigenvalues of a finite Jacobian: those of its diagonal blocks, one a component of the feedback structure.
  [[nodiscard]] Eigen::VectorXcd eigenvalues(const Eigen::MatrixXd& jacobian) const;

 private:
  double time_;
  bool names_time_ = false;
  Eigen::VectorXd start_;
  std::optional<FormulaSet> drift_;
  std::optional<FormulaField> field_;
  std::vector<std::vector<VariableId>> components_;  ///< ids are places in the state
};

}  // namespace dosde
