#pragma once

#include <Eigen/Core>
#include <vector>

#include "engine/analysis/abduction/guiding_law.hpp"

namespace dosde {

/// The normal law of the whitened noise of a step given what lies ahead: mean + spread η, η standard normal.
struct GuidedNoise {
  Eigen::VectorXd mean;       ///< [source]
  Eigen::MatrixXd spread;     ///< [source][at most as many]
  double log_integral = 0.0;  ///< of the prior law times all that lies ahead: log Z, but for a constant
};

/// z given that x' = mean + loading z meets the rows seen exactly, weighted by the potential of x'.
class GuidedStep {
 public:
  /// A step that ends at `seen`; `reference`: of the potential's distances.
  GuidedStep(const SeenState& seen, const Potential& ahead, const Eigen::VectorXd& reference);

  void solve(const Eigen::VectorXd& mean, const Eigen::MatrixXd& loading, GuidedNoise& noise);

  /// Of the loading last solved with: how many of the rows seen exactly its noise moves by itself.
  [[nodiscard]] Eigen::Index rank() const { return rank_; }
  /// Of the step last solved: [seen row] what no noise explains.
  [[nodiscard]] const Eigen::VectorXd& residual() const { return residual_; }

 private:
  void decompose(const Eigen::MatrixXd& loading);

  const SeenState& seen_;
  const Potential& ahead_;
  const Eigen::VectorXd& reference_;
  Eigen::MatrixXd loading_;  ///< last solved with; what follows belongs to it
  Eigen::Index rank_ = 0;
  std::vector<Eigen::Index> order_;  ///< rows seen exactly, those that are moved first
  Eigen::MatrixXd towards_;          ///< Q1
  Eigen::MatrixXd upper_;            ///< R: loading of the ordered rows = Rᵀ Q1ᵀ
  Eigen::MatrixXd open_;             ///< T: loading Q2
  Eigen::MatrixXd gain_;             ///< Q2 (1 + TᵀΛT)⁻¹ Tᵀ
  Eigen::MatrixXd pull_;             ///< T (1 + TᵀΛT)⁻¹ Tᵀ
  Eigen::MatrixXd spread_;
  double log_scale_ = 0.0;
  Eigen::VectorXd residual_;
};

}  // namespace dosde
