#pragma once

#include <Eigen/Core>

namespace dosde {

/// What is left of a law when only its first two moments are looked at.
struct GaussianLaw {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;  ///< symmetric, positive semidefinite
};

/// The Wasserstein distance of order 2 of the normal laws with these moments,
///
///     W2² = |m1 - m2|² + tr(Σ1 + Σ2 - 2 (Σ1^½ Σ2 Σ1^½)^½)
///
/// (Dowson & Landau, J. Multivariate Anal. 12 (1982) 450). The second part is computed as min_U |Σ1^½ - Σ2^½ U|² over
/// orthogonal U (the Bures metric as a Procrustes problem: Bhatia, Jain & Lim, Expo. Math. 37 (2019) 165), so that
/// equal laws are at a distance of rounding, not of its square root. Variables without variance are welcome. NaN where
/// a moment is.
double gaussian_distance(const GaussianLaw& a, const GaussianLaw& b);

}  // namespace dosde
