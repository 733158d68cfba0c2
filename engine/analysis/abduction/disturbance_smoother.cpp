#include "engine/analysis/abduction/disturbance_smoother.hpp"

#include <Eigen/Eigenvalues>

namespace dosde {
namespace {

/// Variances this small against the largest are rounding.
constexpr double no_variance = 1e-12;

}  // namespace

void DisturbanceSmoother::update(Gains& gains, Eigen::MatrixXd& covariance, const Eigen::VectorXd& deviations) {
  const auto count = static_cast<Eigen::Index>(gains.seen.size());
  scale_ = scale_.cwiseMax(covariance.diagonal());
  gains.inverse = Eigen::MatrixXd::Zero(count, count);
  gains.surprising = Eigen::MatrixXd::Identity(count, count);
  gains.gain = Eigen::MatrixXd::Zero(covariance.rows(), count);
  if (count == 0) return;
  Eigen::MatrixXd innovation = covariance(gains.seen, gains.seen);
  innovation.diagonal() += deviations(gains.seen).cwiseAbs2();
  // Scaled to correlations, so that variables of all sizes count alike.
  Eigen::VectorXd root = Eigen::VectorXd::Zero(count);
  for (Eigen::Index k = 0; k < count; ++k)
    if (innovation(k, k) > no_variance * scale_[gains.seen[static_cast<std::size_t>(k)]])
      root[k] = 1.0 / std::sqrt(innovation(k, k));
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> parts(root.asDiagonal() * innovation * root.asDiagonal());
  for (Eigen::Index k = 0; k < count; ++k) {
    if (parts.eigenvalues()[k] <= no_variance) continue;
    const Eigen::VectorXd direction = root.asDiagonal() * parts.eigenvectors().col(k);
    gains.inverse += direction * direction.transpose() / parts.eigenvalues()[k];
    ++degrees_;
  }
  gains.surprising -= innovation * gains.inverse;
  gains.gain = covariance(Eigen::all, gains.seen) * gains.inverse;
  covariance -= gains.gain * covariance(gains.seen, Eigen::all);
  covariance = (0.5 * (covariance + covariance.transpose())).eval();
  for (const auto variable : gains.seen) {  // seen without noise, it is known, not but for rounding
    if (deviations[variable] > 0.0) continue;
    covariance.row(variable).setZero();
    covariance.col(variable).setZero();
  }
}

DisturbanceSmoother::DisturbanceSmoother(std::vector<LinearStep> steps, const std::vector<std::vector<bool>>& is_seen,
                                         const Eigen::VectorXd& deviations, const Eigen::VectorXd& start_variance,
                                         double step)
    : steps_(std::move(steps)),
      gains_(is_seen.size()),
      start_variance_(start_variance),
      scale_(Eigen::VectorXd::Zero(start_variance.size())),
      step_(step) {
  Eigen::MatrixXd covariance = start_variance.asDiagonal();
  for (std::size_t t = 0; t < gains_.size(); ++t) {
    for (std::size_t i = 0; i < is_seen[t].size(); ++i)
      if (is_seen[t][i]) gains_[t].seen.push_back(static_cast<Eigen::Index>(i));
    update(gains_[t], covariance, deviations);
    if (t < steps_.size())
      covariance = steps_[t].move * covariance * steps_[t].move.transpose() +
                   step_ * steps_[t].noise * steps_[t].noise.transpose();
  }
  // Var[ΔW | y] = h - h² Nᵀ M N, M the variance of the scores: M = Hᵀ S⁺ H + Lᵀ M' L, L = F (1 - K H).
  const Eigen::Index count = start_variance.size();
  const Eigen::Index sources = steps_.empty() ? 0 : steps_.front().noise.cols();
  variances_ = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(steps_.size()), sources);
  Eigen::MatrixXd scores = Eigen::MatrixXd::Zero(count, count);
  for (std::size_t t = gains_.size(); t-- > 0;) {
    if (t < steps_.size()) {
      const Eigen::MatrixXd part = steps_[t].noise.transpose() * scores * steps_[t].noise;
      variances_.row(static_cast<Eigen::Index>(t)) =
          (Eigen::VectorXd::Ones(sources) - step_ * part.diagonal()).transpose();
      Eigen::MatrixXd keep = Eigen::MatrixXd::Identity(count, count);
      keep(Eigen::all, gains_[t].seen) -= gains_[t].gain;
      const Eigen::MatrixXd onwards = steps_[t].move * keep;
      scores = (onwards.transpose() * scores * onwards).eval();
    }
    scores(gains_[t].seen, gains_[t].seen) += gains_[t].inverse;
  }
}

DisturbanceSmoother::Smoothed DisturbanceSmoother::smooth(const Eigen::MatrixXd& values, const Eigen::VectorXd& start,
                                                          Mean mean) const {
  const auto times = static_cast<Eigen::Index>(gains_.size());
  Smoothed result;
  result.increments = Eigen::MatrixXd::Zero(variances_.rows(), variances_.cols());
  result.surprises = Eigen::MatrixXd::Zero(times, start.size());
  std::vector<Eigen::VectorXd> weighted(gains_.size());  // S⁺ v
  Eigen::VectorXd state = mean == Mean::of_model ? start : Eigen::VectorXd::Zero(start.size()).eval();
  for (std::size_t t = 0; t < gains_.size(); ++t) {
    const Gains& gains = gains_[t];
    const auto row = static_cast<Eigen::Index>(t);
    const Eigen::VectorXd innovation = values.row(row).transpose()(gains.seen) - state(gains.seen);
    weighted[t] = gains.inverse * innovation;
    result.square += innovation.dot(weighted[t]);
    const Eigen::VectorXd surprise = gains.surprising * innovation;
    for (std::size_t k = 0; k < gains.seen.size(); ++k)
      result.surprises(row, gains.seen[k]) = surprise[static_cast<Eigen::Index>(k)];
    state += gains.gain * innovation;
    if (t == steps_.size()) break;
    state = (steps_[t].move * state).eval();
    if (mean == Mean::of_model) state += steps_[t].constant;
  }
  Eigen::VectorXd score = Eigen::VectorXd::Zero(start.size());
  for (std::size_t t = gains_.size(); t-- > 0;) {
    if (t < steps_.size()) {
      result.increments.row(static_cast<Eigen::Index>(t)) = (step_ * (steps_[t].noise.transpose() * score)).transpose();
      score = (steps_[t].move.transpose() * score).eval();
      const Eigen::VectorXd back = gains_[t].gain.transpose() * score;
      score(gains_[t].seen) -= back;
    }
    score(gains_[t].seen) += weighted[t];
  }
  result.start = (mean == Mean::of_model ? start : Eigen::VectorXd::Zero(start.size()).eval()) +
                 start_variance_.cwiseProduct(score);
  return result;
}

}  // namespace dosde
