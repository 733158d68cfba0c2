#include "engine/analysis/abduction/guiding_law.hpp"

#include <Eigen/Cholesky>
#include <Eigen/QR>
#include <cmath>

namespace dosde {
namespace {

Potential with_observations(Potential potential, const SeenState& seen, const Eigen::VectorXd& reference,
                            const Eigen::VectorXd& deviations) {
  for (const auto i : seen.noisy) {
    const double precision = 1.0 / (deviations[i] * deviations[i]);
    potential.precision(i, i) += precision;
    potential.score[i] += precision * (seen.values[i] - reference[i]);
  }
  return potential;
}

/// One step back; `shift`: d.
Potential before_step(const Potential& ahead, const LinearStep& step, const Eigen::VectorXd& shift,
                      const std::vector<Eigen::Index>& exact, const Eigen::VectorXd& seen, double h) {
  const Eigen::MatrixXd spread = std::sqrt(h) * step.noise;
  const Eigen::Index count = shift.size(), sources = spread.cols();
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(count, count);
  Eigen::MatrixXd open = spread;       // T
  Eigen::MatrixXd carried = identity;  // 1 - K on D
  Eigen::MatrixXd known = Eigen::MatrixXd::Zero(count, count);
  Eigen::VectorXd score = Eigen::VectorXd::Zero(count), moved = Eigen::VectorXd::Zero(count);
  if (!exact.empty() && sources > 0) {
    const Eigen::MatrixXd rows = spread(exact, Eigen::all);
    const Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver(rows * rows.transpose());
    const Eigen::MatrixXd weight = solver.pseudoInverse();
    const Eigen::MatrixXd gain = spread * rows.transpose() * weight;
    open -= gain * rows;
    carried(Eigen::all, exact) -= gain;
    known(exact, exact) = weight;
    score(exact) = weight * seen(exact);
    moved = gain * seen(exact);
  }
  const Eigen::MatrixXd inner = Eigen::MatrixXd::Identity(sources, sources) + open.transpose() * ahead.precision * open;
  const Eigen::LLT<Eigen::MatrixXd> factor(inner);
  // Joseph's form of Λ - ΛGΛ, which stays positive.
  const Eigen::MatrixXd half = factor.solve(open.transpose() * ahead.precision);  // (1 + TᵀΛT)⁻¹ TᵀΛ
  const Eigen::MatrixXd keep = identity - open * half;
  const Eigen::MatrixXd inside = keep.transpose() * ahead.precision * keep + half.transpose() * half;
  const Eigen::VectorXd inside_score = keep.transpose() * ahead.score;
  known += carried.transpose() * inside * carried;
  score += carried.transpose() * (inside_score - inside * moved);
  Potential potential;
  potential.precision = step.move.transpose() * known * step.move;
  potential.precision = (0.5 * (potential.precision + potential.precision.transpose())).eval();
  potential.score = step.move.transpose() * (score - known * shift);
  return potential;
}

}  // namespace

GuidingLaw::GuidingLaw(const std::vector<LinearStep>& steps, const std::vector<Eigen::VectorXd>& reference,
                       const std::vector<SeenState>& seen, const Eigen::VectorXd& deviations, double step)
    : future_(reference.size()), ahead_(reference.size()) {
  const Eigen::Index count = deviations.size();
  future_.back() = {Eigen::MatrixXd::Zero(count, count), Eigen::VectorXd::Zero(count)};
  for (std::size_t t = reference.size(); t-- > 0;) {
    ahead_[t] = with_observations(future_[t], seen[t], reference[t], deviations);
    if (t == 0) break;
    const LinearStep& back = steps[t - 1];
    const Eigen::VectorXd shift = back.move * reference[t - 1] + back.constant - reference[t];
    future_[t - 1] = before_step(ahead_[t], back, shift, seen[t].exact, seen[t].values - reference[t], step);
  }
}

}  // namespace dosde
