#include "engine/analysis/moment_columns.hpp"

#include "engine/analysis/second_derivatives.hpp"
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
    std::vector<SecondDerivative> second;
    bool is_bent = !is_smooth_in(formula, variables);
    if (!is_bent) second = second_derivatives(formula, variables);
    for (const auto& derivative : second) is_bent = is_bent || !is_free_of(derivative.value, variables);
    shapes_.push_back(is_bent ? ColumnShape::bent : second.empty() ? ColumnShape::affine : ColumnShape::quadratic);
    std::vector<Curvature>& curvatures = curvatures_.emplace_back();
    if (is_bent) continue;
    for (const auto& [a, b, value] : second) {
      const auto place = static_cast<Eigen::Index>(all.size());
      curvatures.push_back({a, b, place});
      if (a != b) curvatures.push_back({b, a, place});
      all.push_back(value);
    }
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
