#include "engine/analysis/stiffness.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/drift_field.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr int path_looks = 50;     ///< points along the noise-free path
constexpr int path_substeps = 20;  ///< Heun steps between two looks
constexpr int newton_steps = 50;

double fastest(const DriftField& field, const Matrix& jacobian) {
  return jacobian.allFinite() ? field.eigenvalues(jacobian).cwiseAbs().maxCoeff()
                              : std::numeric_limits<double>::infinity();
}

/// A solution of J change = f. Where J is singular, the one that moves no conserved quantity: w·x with wᵀJ = 0 stays.
Vector newton_change(const Matrix& jacobian, const Vector& f) {
  const Eigen::FullPivLU<Matrix> factors(jacobian);
  if (factors.isInvertible()) return factors.solve(f);
  const Matrix conserved = jacobian.transpose().fullPivLu().kernel();
  Matrix stacked(jacobian.rows() + conserved.cols(), jacobian.cols());
  stacked << jacobian, conserved.transpose();
  Vector right = Vector::Zero(stacked.rows());
  right.head(f.size()) = f;
  return stacked.completeOrthogonalDecomposition().solve(right);
}

/// Newton's method; the point stays where it is if it does not converge.
bool find_equilibrium(DriftField& field, Vector& x) {
  Vector guess = x;
  for (int i = 0; i < newton_steps; ++i) {
    const Vector f = field.drift(guess);
    if (!f.allFinite()) return false;
    const Vector change = newton_change(field.jacobian(guess), f);
    guess -= change;
    if (!guess.allFinite()) return false;
    if (change.norm() <= 1e-12 * (1.0 + guess.norm())) {
      const bool is_zero = field.drift(guess).norm() <= 1e-9 * (1.0 + guess.norm());
      if (is_zero) x = guess;
      return is_zero;
    }
  }
  return false;
}

/// An eigenvalue closer to the axis than this part of the fastest is on it, as far as rounding lets one tell: a double
/// eigenvalue moves by the root of the rounding error.
constexpr double neutral_part = 1e-7;

}  // namespace

std::string to_string(Stability stability) {
  return stability == Stability::stable ? "stable" : stability == Stability::neutral ? "neutral" : "unstable";
}

StiffnessReport examine_stiffness(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms,
                                  double time) {
  StiffnessReport report;
  report.time = time;
  DriftField field(run, timeline, mechanisms, time);
  if (field.size() == 0) return report;
  report.is_frozen = field.names_time();

  Vector x = field.start();
  const double span = run.experiment.time.stop() - run.experiment.time.start;
  for (int look = 0; look <= path_looks; ++look) {
    const double rate = fastest(field, field.jacobian(x));
    if (!std::isfinite(rate)) break;
    report.fastest_rate = std::max(report.fastest_rate, rate);
    const double substep = std::min(span / (path_looks * path_substeps), rate > 0.0 ? 0.2 / rate : span);
    Vector next = x;
    for (int i = 0; i < path_substeps; ++i) {
      const Vector slope = field.drift(next);
      next += 0.5 * substep * (slope + field.drift(next + substep * slope));
    }
    if (!next.allFinite()) break;
    x = next;
  }
  report.has_equilibrium = find_equilibrium(field, x);
  const Matrix jacobian = field.jacobian(x);
  if (jacobian.allFinite()) {
    const Eigen::VectorXcd eigenvalues = field.eigenvalues(jacobian);
    report.fastest_rate = std::max(report.fastest_rate, eigenvalues.cwiseAbs().maxCoeff());
    report.slowest_rate = eigenvalues.real().cwiseAbs().minCoeff();
    report.spectral_abscissa = eigenvalues.real().maxCoeff();
    const double tolerance = neutral_part * eigenvalues.cwiseAbs().maxCoeff();
    report.stability = report.spectral_abscissa < -tolerance  ? Stability::stable
                       : report.spectral_abscissa > tolerance ? Stability::unstable
                                                              : Stability::neutral;
  }
  if (report.has_equilibrium) report.equilibrium.assign(x.data(), x.data() + x.size());
  report.step_times_rate = run.experiment.time.step * report.fastest_rate;
  return report;
}

}  // namespace dosde
