#include "engine/analysis/symmetric_operator.hpp"

namespace dosde {

Eigen::VectorXd upper_part(const Eigen::MatrixXd& matrix) {
  const Eigen::Index n = matrix.rows();
  Eigen::VectorXd numbers(n * (n + 1) / 2);
  Eigen::Index place = 0;
  for (Eigen::Index a = 0; a < n; ++a)
    for (Eigen::Index b = a; b < n; ++b) numbers[place++] = matrix(a, b);
  return numbers;
}

Eigen::MatrixXd symmetric_from(const Eigen::VectorXd& numbers, Eigen::Index n) {
  Eigen::MatrixXd matrix(n, n);
  Eigen::Index place = 0;
  for (Eigen::Index a = 0; a < n; ++a)
    for (Eigen::Index b = a; b < n; ++b) matrix(a, b) = matrix(b, a) = numbers[place++];
  return matrix;
}

}  // namespace dosde
