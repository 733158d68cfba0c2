#include "engine/analysis/stability/second_moment.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <map>

#include "engine/analysis/symmetric_operator.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {

LoadingField::LoadingField(const FrozenRows& rows, const std::vector<Table>& tables, double time) : time_(time) {
  std::map<std::string, std::vector<Expression>> by_source;
  for (std::size_t i = 0; i < rows.names.size(); ++i) {
    for (const auto& term : rows.loadings[i]) {
      auto& formulas = by_source[term.source];
      formulas.resize(rows.names.size(), Expression(0.0));
      formulas[i] = formulas[i] + term.loading;
      depends_on_state_ = depends_on_state_ || !is_free_of(term.loading, rows.names);
    }
  }
  for (const auto& [source, formulas] : by_source) sources_.emplace_back(formulas, rows.names, tables);
}

std::vector<Eigen::MatrixXd> LoadingField::jacobians(const Eigen::VectorXd& x) {
  std::vector<Eigen::MatrixXd> all;
  for (auto& source : sources_) {
    source.evaluate(x, time_);
    all.push_back(source.jacobian());
  }
  return all;
}

double LoadingField::strength(const Eigen::VectorXd& x) {
  double strongest = 0.0;
  for (auto& source : sources_) {
    source.evaluate(x, time_);
    strongest = std::max(strongest, source.values().cwiseAbs().maxCoeff());
  }
  return strongest;
}

std::optional<double> second_moment_abscissa(const Eigen::MatrixXd& drift,
                                             const std::vector<Eigen::MatrixXd>& loadings) {
  const Eigen::Index n = drift.rows();
  const bool is_finite = drift.allFinite() && std::all_of(loadings.begin(), loadings.end(),
                                                          [](const auto& loading) { return loading.allFinite(); });
  if (n == 0 || n > most_second_moment_rows || !is_finite) return std::nullopt;
  const auto image = [&](const Eigen::MatrixXd& moments) {
    const Eigen::MatrixXd spread = drift * moments;
    Eigen::MatrixXd slope = spread + spread.transpose();
    for (const auto& loading : loadings) slope += loading * moments * loading.transpose();
    return slope;
  };
  return operator_on_symmetric(n, image).eigenvalues().real().maxCoeff();
}

}  // namespace dosde
