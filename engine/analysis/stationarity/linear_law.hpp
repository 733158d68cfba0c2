#pragma once

#include <Eigen/Core>
#include <string>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// The exact stationary mean and covariance of a regime with closed moment equations.
struct StationaryMoments {
  std::string objection;       ///< why there are none, a sentence part; empty: here they are
  Eigen::VectorXd mean;        ///< [variable] of the model, held ones too
  Eigen::MatrixXd covariance;  ///< [variable][variable]
};

/// `mechanisms`: in numbers. Where drift is affine and noise additive: A m + b = 0 and the Lyapunov equation
/// A P + P Aᵀ + Q = 0; where loadings are affine too, the linear equation of second moments (up to 32 free variables).
StationaryMoments solve_stationary_moments(const Model& model, const MechanismSet& mechanisms);

/// X of A X + X Aᵀ + Q = 0 for symmetric Q and A without eigenvalues that add up to 0, by the complex Schur form of A
/// (Bartels & Stewart, Comm. ACM 15 (1972) 820).
Eigen::MatrixXd solve_lyapunov(const Eigen::MatrixXd& a, const Eigen::MatrixXd& q);

}  // namespace dosde
