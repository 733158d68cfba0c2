#pragma once

#include <Eigen/Core>

namespace dosde {

// Linear maps of symmetric n x n matrices onto such, as matrices over their n(n+1)/2 numbers on and above the diagonal.

/// The numbers of a symmetric matrix, row by row.
Eigen::VectorXd upper_part(const Eigen::MatrixXd& matrix);
/// The symmetric matrix of size n with these numbers.
Eigen::MatrixXd symmetric_from(const Eigen::VectorXd& numbers, Eigen::Index n);

/// The matrix of a linear map: `image(basis)` is what it makes of a symmetric matrix.
template <class Image>
Eigen::MatrixXd operator_on_symmetric(Eigen::Index n, const Image& image) {
  const Eigen::Index size = n * (n + 1) / 2;
  Eigen::MatrixXd matrix(size, size);
  for (Eigen::Index column = 0; column < size; ++column)
    matrix.col(column) = upper_part(image(symmetric_from(Eigen::VectorXd::Unit(size, column), n)));
  return matrix;
}

}  // namespace dosde
