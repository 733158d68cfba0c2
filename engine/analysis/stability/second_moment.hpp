#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "engine/analysis/formula_field.hpp"
#include "engine/analysis/frozen_rows.hpp"
#include "engine/analysis/stability/judgement.hpp"

namespace dosde {

/// The loadings of a regime's free rows and their derivatives, source by source.
class LoadingField {
 public:
  LoadingField(const FrozenRows& rows, const std::vector<Table>& tables, double time);

  /// Does any loading depend on the state? Then noise decides on stability too.
  [[nodiscard]] bool depends_on_state() const { return depends_on_state_; }
  /// G_k = ∂g_k/∂x of every source, at the point. May be infinite (square roots at 0).
  std::vector<Eigen::MatrixXd> jacobians(const Eigen::VectorXd& x);
  /// The largest |loading| at the point: 0 where the noise vanishes.
  double strength(const Eigen::VectorXd& x);

 private:
  double time_;
  bool depends_on_state_ = false;
  std::vector<FormulaField> sources_;
};

/// The largest real part of an eigenvalue of P -> A P + P Aᵀ + Σ_k G_k P G_kᵀ on symmetric matrices: how fast second
/// moments of dx = A x dt + Σ_k G_k x dW_k grow (Arnold 1974, Stochastic Differential Equations, 11.3; Khasminskii
/// 2012, 6.2). Negative: the linear equation is stable in mean square. Nothing for more rows than
/// most_second_moment_rows and for matrices that are not finite. 2 Re of the leading eigenvalue of A where all G are 0.
std::optional<double> second_moment_abscissa(const Eigen::MatrixXd& drift,
                                             const std::vector<Eigen::MatrixXd>& loadings);

}  // namespace dosde
