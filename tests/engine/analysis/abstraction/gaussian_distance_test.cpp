#include "engine/analysis/abstraction/gaussian_distance.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

namespace dosde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// The textbook form, with its loss of half of the digits where laws are alike.
double by_definition(const GaussianLaw& a, const GaussianLaw& b) {
  const Matrix root = Eigen::SelfAdjointEigenSolver<Matrix>(a.covariance).operatorSqrt();
  const Matrix cross = Eigen::SelfAdjointEigenSolver<Matrix>(root * b.covariance * root).operatorSqrt();
  return std::sqrt((a.mean - b.mean).squaredNorm() + (a.covariance + b.covariance - 2.0 * cross).trace());
}

TEST(GaussianDistance, is_that_of_the_definition) {
  const Matrix a{{2.0, 0.5, 0.1}, {0.5, 1.0, -0.3}, {0.1, -0.3, 0.7}};
  const Matrix b{{1.0, -0.2, 0.0}, {-0.2, 3.0, 0.4}, {0.0, 0.4, 0.5}};
  const GaussianLaw one{Vector{{1.0, 2.0, 3.0}}, a}, other{Vector{{0.5, 2.5, 2.0}}, b};
  EXPECT_NEAR(gaussian_distance(one, other), by_definition(one, other), 1e-12);
  EXPECT_NEAR(gaussian_distance(other, one), gaussian_distance(one, other), 1e-13);
}

/// Commuting covariances: |Σ1^½ - Σ2^½|. The 2-cycle under do(x1): variances 1/2 and 7/8 (F12).
TEST(GaussianDistance, of_known_laws) {
  const auto law = [](double variance) {
    return GaussianLaw{Vector::Zero(2), Vector{{0.0, variance}}.asDiagonal().toDenseMatrix()};
  };
  EXPECT_NEAR(gaussian_distance(law(0.5), law(0.875)), 0.228308, 5e-7);
  EXPECT_DOUBLE_EQ(gaussian_distance(law(0.5), law(0.875)), std::sqrt(0.875) - std::sqrt(0.5));
  GaussianLaw away = law(0.5);
  away.mean = Vector{{3.0, 4.0}};
  EXPECT_DOUBLE_EQ(gaussian_distance(away, law(0.5)), 5.0);
}

/// Rounding, not its square root, also where a direction has no variance.
TEST(GaussianDistance, of_equal_laws_is_rounding) {
  const Matrix half{{1.0, 0.3}, {0.7, -2.0}, {0.1, 0.9}};
  const Matrix again = (half * 3.0) * (half / 3.0).transpose();  // other rounding
  const GaussianLaw one{Vector::Zero(3), half * half.transpose()},
      other{Vector::Zero(3), 0.5 * (again + again.transpose())};
  EXPECT_LT(gaussian_distance(one, other), 1e-7);  // √rounding of the direction without variance
  Matrix full = one.covariance + Matrix::Identity(3, 3);
  EXPECT_LT(gaussian_distance({one.mean, full}, {one.mean, full * (1.0 + 1e-15)}), 1e-14);
}

TEST(GaussianDistance, of_what_is_no_number_is_none) {
  const GaussianLaw law{Vector::Zero(1), Matrix::Identity(1, 1)};
  EXPECT_TRUE(std::isnan(gaussian_distance({Vector::Constant(1, NAN), law.covariance}, law)));
  EXPECT_TRUE(std::isnan(gaussian_distance(law, {law.mean, Matrix::Constant(1, 1, INFINITY)})));
}

}  // namespace
}  // namespace dosde
