#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "engine/analysis/formula_field.hpp"
#include "engine/causal/timeline.hpp"

namespace dosde {

/// Drift f and covariance rate D = σσᵀ of a regime's free rows at a state: what the generator L h = f·∇h + ½ D:∇²h
/// needs.
class Generator {
 public:
  /// `mechanisms`: with_values of uniform parameters.
  Generator(const Model& model, const MechanismSet& mechanisms);

  /// Why it cannot be evaluated at saved states, a sentence part; empty: it can.
  [[nodiscard]] const std::string& objection() const { return objection_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }  ///< of the free variables

  void evaluate(const Eigen::VectorXd& state, double time);
  [[nodiscard]] const Eigen::VectorXd& drift() const { return drift_; }
  [[nodiscard]] const Eigen::MatrixXd& diffusion() const { return diffusion_; }

 private:
  struct Loading {
    Eigen::Index row;
    Eigen::Index source;
  };
  std::vector<std::string> names_;
  std::string objection_;
  std::vector<Loading> loadings_;
  std::optional<FormulaSet> formulas_;  ///< drifts, then loadings
  Eigen::VectorXd drift_;
  Eigen::MatrixXd loading_matrix_;  ///< [row][source]
  Eigen::MatrixXd diffusion_;
};

}  // namespace dosde
