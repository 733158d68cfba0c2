#pragma once

#include <Eigen/Core>
#include <vector>

#include "engine/analysis/abduction/linear_steps.hpp"

namespace dosde {

/// The law of the noise of a linear model given observations y_t = x_t + e_t of some variables at some steps: the
/// Kalman filter forwards, the scores ρ of the predicted states backwards (Durbin & Koopman, Time Series Analysis by
/// State Space Methods, 2nd ed. 2012, 4.5 and 4.9; the means are those of the Rauch–Tung–Striebel smoother):
///
///     v = y - H a,  S = H P Hᵀ + R,  K = P Hᵀ S⁺,        a' = F (a + K v) + c,  P' = F (1 - K H) P Fᵀ + h N Nᵀ
///     ρ = Hᵀ S⁺ v + (1 - K H)ᵀ Fᵀ ρ',                     E[ΔW | y] = h Nᵀ ρ',   E[x_0 | y] = a_0 + P_0 ρ_0.
class DisturbanceSmoother {
 public:
  /// `steps`: T - 1 of them; `is_seen` [time][variable]; `deviations` [variable] of e; `start_variance` [variable] of
  /// x_0, a diagonal matrix; `step`: h, the variance of an increment.
  DisturbanceSmoother(std::vector<LinearStep> steps, const std::vector<std::vector<bool>>& is_seen,
                      const Eigen::VectorXd& deviations, const Eigen::VectorXd& start_variance, double step);

  struct Smoothed {
    Eigen::VectorXd start;       ///< E[x_0 | y]
    Eigen::MatrixXd increments;  ///< [step][source] E[ΔW | y]
    double square = 0.0;         ///< of the whitened innovations, summed
    Eigen::MatrixXd surprises;   ///< [time][variable] the part of v that has no variance; 0 where all is possible
  };
  /// Of a path: `values` [time][variable], read where it is seen. `origin`: c and the mean of x_0, or without them the
  /// same for a path of mean 0.
  enum class Mean { of_model, zero };
  [[nodiscard]] Smoothed smooth(const Eigen::MatrixXd& values, const Eigen::VectorXd& start, Mean mean) const;

  /// The innovations that have a law: their number.
  [[nodiscard]] std::int64_t degrees() const { return degrees_; }
  /// Of the increments given the observations: [step][source], in units of h.
  [[nodiscard]] const Eigen::MatrixXd& variances() const { return variances_; }
  [[nodiscard]] const std::vector<LinearStep>& steps() const { return steps_; }

 private:
  struct Gains {
    std::vector<Eigen::Index> seen;
    Eigen::MatrixXd inverse;     ///< S⁺
    Eigen::MatrixXd gain;        ///< K
    Eigen::MatrixXd surprising;  ///< 1 - S S⁺
  };
  void update(Gains& gains, Eigen::MatrixXd& covariance, const Eigen::VectorXd& deviations);

  std::vector<LinearStep> steps_;
  std::vector<Gains> gains_;  ///< [time]
  Eigen::VectorXd start_variance_;
  Eigen::VectorXd scale_;  ///< [variable] the largest variance that it had
  double step_;
  std::int64_t degrees_ = 0;
  Eigen::MatrixXd variances_;
};

}  // namespace dosde
