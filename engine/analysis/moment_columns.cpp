#include "engine/analysis/moment_columns.hpp"

#include "engine/expression/analysis.hpp"
#include "engine/expression/smoothness.hpp"

namespace dosde {

MomentColumns::MomentColumns(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                             const std::vector<Table>& tables)
    : first_(formulas, variables, tables), second_(read_curvatures(formulas, variables), variables, tables) {}

std::vector<Expression> MomentColumns::read_curvatures(const std::vector<Expression>& formulas,
                                                       const std::vector<std::string>& variables) {
  std::vector<Expression> all;
  for (const auto& formula : formulas) {
    std::vector<Curvature> found;
    std::vector<Expression> second;
    bool is_bent = !is_smooth_in(formula, variables);
    for (std::size_t a = 0; a < variables.size() && !is_bent; ++a) {
      if (!depends_on(formula, variables[a])) continue;
      const Expression slope = assume_finite(differentiate(formula, variables[a]));
      for (std::size_t b = a; b < variables.size() && !is_bent; ++b) {
        if (!depends_on(slope, variables[b])) continue;
        const Expression curvature = assume_finite(differentiate(slope, variables[b]));
        if (is_zero(curvature) == Proof::proven) continue;
        is_bent = !is_free_of(curvature, variables);
        const auto place = static_cast<Eigen::Index>(all.size() + second.size());
        found.push_back({static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b), place});
        if (a != b) found.push_back({static_cast<Eigen::Index>(b), static_cast<Eigen::Index>(a), place});
        second.push_back(curvature);
      }
    }
    shapes_.push_back(is_bent ? ColumnShape::bent : found.empty() ? ColumnShape::affine : ColumnShape::quadratic);
    curvatures_.push_back(is_bent ? std::vector<Curvature>() : found);
    if (!is_bent) all.insert(all.end(), second.begin(), second.end());
  }
  return all;
}

void MomentColumns::evaluate(const StateMoments& moments, double time, MomentForm form, std::span<double> mean,
                             std::span<double> covariance) {
  first_.evaluate(moments.mean, time);
  const Eigen::MatrixXd& p = moments.covariance;
  const Eigen::MatrixXd spread = first_.jacobian() * p * first_.jacobian().transpose();
  const bool has_second = form != MomentForm::linear_noise;
  const Eigen::VectorXd* h = has_second ? &second_.evaluate(moments.mean, time) : nullptr;
  for (std::size_t q = 0; q < size(); ++q) {
    mean[q] = first_.values()[static_cast<Eigen::Index>(q)];
    if (has_second)
      for (const auto& [a, b, of_q] : curvatures_[q]) mean[q] += 0.5 * (*h)[of_q] * p(a, b);
    for (std::size_t r = q; r < size(); ++r) {
      double value = spread(static_cast<Eigen::Index>(q), static_cast<Eigen::Index>(r));
      if (has_second)
        for (const auto& [a, b, of_q] : curvatures_[q])
          for (const auto& [c, d, of_r] : curvatures_[r]) value += 0.5 * (*h)[of_q] * p(b, c) * (*h)[of_r] * p(d, a);
      covariance[q * size() + r] = covariance[r * size() + q] = value;
    }
  }
}

}  // namespace dosde
