#include "engine/analysis/abduction/guided_step.hpp"

#include <Eigen/Cholesky>
#include <Eigen/QR>
#include <cmath>
#include <limits>

namespace dosde {

GuidedStep::GuidedStep(const SeenState& seen, const Potential& ahead, const Eigen::VectorXd& reference)
    : seen_(seen), ahead_(ahead), reference_(reference) {}

void GuidedStep::decompose(const Eigen::MatrixXd& loading) {
  if (loading_.rows() == loading.rows() && loading_ == loading) return;  // additive noise: all particles share it
  loading_ = loading;
  const Eigen::Index sources = loading.cols();
  const auto count = static_cast<Eigen::Index>(seen_.exact.size());
  Eigen::MatrixXd base = Eigen::MatrixXd::Identity(sources, sources);  // Q
  rank_ = 0;
  log_scale_ = 0.0;
  order_ = seen_.exact;
  upper_ = Eigen::MatrixXd::Zero(0, count);
  if (count > 0 && sources > 0) {
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver;
    solver.setThreshold(8.0 * std::numeric_limits<double>::epsilon() * static_cast<double>(std::max(count, sources)));
    solver.compute(loading(seen_.exact, Eigen::all).transpose());
    rank_ = solver.maxPivot() > 0.0 ? solver.rank() : 0;
    base = solver.householderQ() * base;
    upper_ = solver.matrixR().topRows(rank_);
    for (Eigen::Index k = 0; k < count; ++k)
      order_[static_cast<std::size_t>(k)] =
          seen_.exact[static_cast<std::size_t>(solver.colsPermutation().indices()[k])];
    for (Eigen::Index k = 0; k < rank_; ++k) log_scale_ -= std::log(std::abs(upper_(k, k)));
  }
  towards_ = base.leftCols(rank_);
  const Eigen::MatrixXd rest = base.rightCols(sources - rank_);
  open_ = loading * rest;
  const Eigen::LLT<Eigen::MatrixXd> factor(Eigen::MatrixXd::Identity(rest.cols(), rest.cols()) +
                                           open_.transpose() * ahead_.precision * open_);
  const Eigen::MatrixXd lower = factor.matrixL();
  log_scale_ -= lower.diagonal().array().log().sum();
  const Eigen::MatrixXd inner = factor.solve(open_.transpose());
  gain_ = rest * inner;
  pull_ = open_ * inner;
  spread_ = lower.triangularView<Eigen::Lower>().solve(rest.transpose()).transpose();  // Q2 L⁻ᵀ
}

void GuidedStep::solve(const Eigen::VectorXd& mean, const Eigen::MatrixXd& loading, GuidedNoise& noise) {
  decompose(loading);
  const auto count = static_cast<Eigen::Index>(order_.size());
  noise.mean = Eigen::VectorXd::Zero(loading.cols());
  noise.log_integral = log_scale_;
  residual_ = Eigen::VectorXd::Zero(mean.size());
  Eigen::VectorXd distance = mean - reference_;
  if (count > 0) {
    const Eigen::VectorXd wanted = seen_.values(order_) - mean(order_);
    const auto corner = upper_.leftCols(rank_).triangularView<Eigen::Upper>();
    const Eigen::VectorXd found = corner.transpose().solve(wanted.head(rank_));
    noise.mean = towards_ * found;
    noise.log_integral -= 0.5 * found.squaredNorm();
    distance += loading * noise.mean;
    if (rank_ < count) {
      const Eigen::VectorXd left = wanted.tail(count - rank_) - upper_.rightCols(count - rank_).transpose() * found;
      for (Eigen::Index k = rank_; k < count; ++k) residual_[order_[static_cast<std::size_t>(k)]] = left[k - rank_];
    }
  }
  const Eigen::VectorXd slope = ahead_.score - ahead_.precision * distance;
  noise.log_integral += ahead_.log_at(distance) + 0.5 * slope.dot(pull_ * slope);
  noise.mean += gain_ * slope;
  noise.spread = spread_;
}

}  // namespace dosde
