#include "engine/analysis/stationarity/linear_law.hpp"

#include <Eigen/Dense>

#include "engine/analysis/autonomous_rows.hpp"
#include "engine/analysis/moment_equations.hpp"
#include "engine/analysis/moment_solution.hpp"
#include "engine/analysis/stability/second_moment.hpp"
#include "engine/analysis/symmetric_operator.hpp"

namespace dosde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

std::vector<Eigen::Index> free_rows(const MechanismSet& mechanisms) {
  std::vector<Eigen::Index> rows;
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (!mechanisms[i].clamp) rows.push_back(static_cast<Eigen::Index>(i));
  return rows;
}

/// The slopes of the moments over the free rows.
class FreeSlopes {
 public:
  FreeSlopes(const Model& model, MomentEquations& equations, std::vector<Eigen::Index> rows)
      : equations_(equations), rows_(std::move(rows)), all_(static_cast<Eigen::Index>(model.variables.size())) {}

  [[nodiscard]] StateMoments at(const Vector& mean, const Matrix& covariance) const {
    StateMoments moments{Vector::Zero(all_), Matrix::Zero(all_, all_)};
    for (std::size_t a = 0; a < rows_.size(); ++a) {
      moments.mean[rows_[a]] = mean[static_cast<Eigen::Index>(a)];
      for (std::size_t b = 0; b < rows_.size(); ++b)
        moments.covariance(rows_[a], rows_[b]) = covariance(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b));
    }
    return moments;
  }
  [[nodiscard]] StateMoments slope(const Vector& mean, const Matrix& covariance) const {
    StateMoments result{Vector::Zero(all_), Matrix::Zero(all_, all_)};
    equations_.slope(at(mean, covariance), 0.0, MomentForm::closed, result);
    return {result.mean(rows_), result.covariance(rows_, rows_)};
  }

 private:
  MomentEquations& equations_;
  std::vector<Eigen::Index> rows_;
  Eigen::Index all_;
};

double abscissa(const Matrix& matrix) { return matrix.eigenvalues().real().maxCoeff(); }

/// The covariance whose slope vanishes, with loadings that depend on the state: linear, solved on symmetric matrices.
/// False where second moments grow.
bool solve_second_moments(const FreeSlopes& slopes, const Vector& mean, Matrix& covariance) {
  const Eigen::Index n = mean.size();
  const Matrix constant = slopes.slope(mean, Matrix::Zero(n, n)).covariance;
  const Matrix linear = operator_on_symmetric(
      n, [&](const Matrix& moments) -> Matrix { return slopes.slope(mean, moments).covariance - constant; });
  if (!(abscissa(linear) < 0.0)) return false;
  covariance = symmetric_from(linear.partialPivLu().solve(-upper_part(constant)), n);
  return true;
}

bool is_additive(const Model& model, const MechanismSet& mechanisms) {
  const std::vector<std::string> names = model.variable_names();
  for (const auto& row : mechanisms)
    for (const auto& term : row.noise)
      if (!row.clamp && !is_free_of(term.loading, names)) return false;
  return true;
}

}  // namespace

Matrix solve_lyapunov(const Matrix& a, const Matrix& q) {
  const Eigen::ComplexSchur<Matrix> schur(a);
  const Eigen::MatrixXcd& t = schur.matrixT();
  const Eigen::MatrixXcd& u = schur.matrixU();
  const Eigen::MatrixXcd c = u.adjoint() * q.cast<std::complex<double>>() * u;
  const Eigen::Index n = a.rows();
  Eigen::MatrixXcd y = Eigen::MatrixXcd::Zero(n, n);
  // T Y + Y T^H = -C, column by column from the right: T^H is lower triangular.
  for (Eigen::Index k = n - 1; k >= 0; --k) {
    Eigen::VectorXcd right = -c.col(k);
    for (Eigen::Index j = k + 1; j < n; ++j) right -= y.col(j) * std::conj(t(k, j));
    const Eigen::MatrixXcd shifted = t + std::conj(t(k, k)) * Eigen::MatrixXcd::Identity(n, n);
    y.col(k) = shifted.triangularView<Eigen::Upper>().solve(right);
  }
  const Matrix x = (u * y * u.adjoint()).real();
  return 0.5 * (x + x.transpose());
}

StationaryMoments solve_stationary_moments(const Model& model, const MechanismSet& mechanisms) {
  StationaryMoments law;
  law.objection = objection_to_autonomy(model, mechanisms);
  if (!law.objection.empty()) return law;
  MomentEquations equations(model, mechanisms);
  law.objection = equations.objection();
  if (!law.objection.empty()) return law;
  const auto rows = free_rows(mechanisms);
  const auto n = static_cast<Eigen::Index>(rows.size());
  const FreeSlopes slopes(model, equations, rows);
  const Matrix none = Matrix::Zero(n, n);
  const Vector b = slopes.slope(Vector::Zero(n), none).mean;
  Matrix a(n, n);
  for (Eigen::Index j = 0; j < n; ++j) a.col(j) = slopes.slope(Vector::Unit(n, j), none).mean - b;
  Matrix covariance = none;
  Vector mean = Vector::Zero(n);
  if (n > 0) {
    if (!(abscissa(a) < 0.0)) {
      law.objection = "the linear drift is not stable, so there is no stationary law";
      return law;
    }
    mean = a.partialPivLu().solve(-b);
    if (is_additive(model, mechanisms)) {
      covariance = solve_lyapunov(a, slopes.slope(mean, none).covariance);
    } else if (n > most_second_moment_rows) {
      law.objection = "loadings depend on the state, and there are more than " +
                      std::to_string(most_second_moment_rows) + " free variables";
      return law;
    } else if (!solve_second_moments(slopes, mean, covariance)) {
      law.objection = "second moments grow, so the stationary law, if there is one, has no variance";
      return law;
    }
  }
  StateMoments moments = slopes.at(mean, covariance);
  equations.write_out(moments, 0.0);
  law.mean = moments.mean;
  law.covariance = moments.covariance;
  return law;
}

}  // namespace dosde
