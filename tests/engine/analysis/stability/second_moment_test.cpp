#include "engine/analysis/stability/second_moment.hpp"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cstdlib>
#include <limits>

namespace dosde {
namespace {

using Eigen::MatrixXd;

/// The operator on all matrices, symmetric or not: A (x) I + I (x) A + sum of G (x) G.
double abscissa_by_kronecker(const MatrixXd& a, const std::vector<MatrixXd>& loadings) {
  const Eigen::Index n = a.rows();
  const MatrixXd identity = MatrixXd::Identity(n, n);
  MatrixXd sum = MatrixXd::Zero(n * n, n * n);
  const auto add = [&](const MatrixXd& left, const MatrixXd& right) {
    for (Eigen::Index i = 0; i < n; ++i)
      for (Eigen::Index j = 0; j < n; ++j) sum.block(i * n, j * n, n, n) += left(i, j) * right;
  };
  add(a, identity);
  add(identity, a);
  for (const auto& loading : loadings) add(loading, loading);
  return sum.eigenvalues().real().maxCoeff();
}

TEST(SecondMoment, IsTheOperatorByKroneckerProducts) {
  for (unsigned seed = 1; seed < 20; ++seed) {
    std::srand(seed);  // Eigen's random matrices; any will do
    const Eigen::Index n = 1 + seed % 4;
    const MatrixXd a = MatrixXd::Random(n, n) - 0.7 * MatrixXd::Identity(n, n);
    const std::vector<MatrixXd> loadings = {0.5 * MatrixXd::Random(n, n), 0.5 * MatrixXd::Random(n, n)};
    EXPECT_NEAR(second_moment_abscissa(a, loadings).value(), abscissa_by_kronecker(a, loadings), 1e-9);
    EXPECT_NEAR(second_moment_abscissa(a, {}).value(), 2.0 * a.eigenvalues().real().maxCoeff(), 1e-9);
  }
}

TEST(SecondMoment, OfWhatIsNotFiniteOrTooLargeIsNotTold) {
  MatrixXd loading = MatrixXd::Zero(2, 2);
  loading(0, 0) = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(second_moment_abscissa(MatrixXd::Identity(2, 2), {loading}).has_value());
  EXPECT_FALSE(second_moment_abscissa(MatrixXd::Identity(33, 33), {}).has_value());
}

}  // namespace
}  // namespace dosde
