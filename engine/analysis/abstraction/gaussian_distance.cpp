#include "engine/analysis/abstraction/gaussian_distance.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <limits>

namespace dosde {
namespace {

using Matrix = Eigen::MatrixXd;

/// What rounding makes negative is 0.
Matrix square_root(const Matrix& covariance) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(covariance);
  return solver.eigenvectors() * solver.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal() *
         solver.eigenvectors().transpose();
}

}  // namespace

double gaussian_distance(const GaussianLaw& a, const GaussianLaw& b) {
  if (!a.mean.allFinite() || !b.mean.allFinite() || !a.covariance.allFinite() || !b.covariance.allFinite())
    return std::numeric_limits<double>::quiet_NaN();
  const Matrix root_a = square_root(a.covariance);
  const Matrix root_b = square_root(b.covariance);
  const Eigen::JacobiSVD<Matrix> svd(root_b * root_a, Eigen::ComputeFullU | Eigen::ComputeFullV);
  const Matrix rotation = svd.matrixU() * svd.matrixV().transpose();  // the U that is nearest
  return std::sqrt((a.mean - b.mean).squaredNorm() + (root_a - root_b * rotation).squaredNorm());
}

}  // namespace dosde
