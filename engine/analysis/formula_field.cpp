#include "engine/analysis/formula_field.hpp"

#include <algorithm>

#include "engine/expression/analysis.hpp"
#include "engine/expression/smoothness.hpp"

namespace dosde {
FormulaSet::FormulaSet(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                       const std::vector<Table>& tables)
    : formulas_(formulas, variables, tables), values_(static_cast<Eigen::Index>(formulas.size())) {}

const Eigen::VectorXd& FormulaSet::evaluate(const Eigen::VectorXd& state, double time) {
  std::copy_n(formulas_(state.data(), time), values_.size(), values_.data());
  return values_;
}

FormulaField::FormulaField(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                           const std::vector<Table>& tables)
    : values_(static_cast<Eigen::Index>(formulas.size())),
      jacobian_(Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(formulas.size()),
                                      static_cast<Eigen::Index>(variables.size()))) {
  std::vector<Expression> all = formulas;
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    if (first_bent_ < 0 && !is_smooth_in(formulas[i], variables)) first_bent_ = static_cast<std::ptrdiff_t>(i);
    for (std::size_t j = 0; j < variables.size(); ++j) {
      if (!depends_on(formulas[i], variables[j])) continue;
      const Expression derivative = assume_finite(differentiate(formulas[i], variables[j]));
      if (derivative.is_constant(0.0)) continue;
      if (first_bent_ < 0 && !is_free_of(derivative, variables)) first_bent_ = static_cast<std::ptrdiff_t>(i);
      entries_.push_back({static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)});
      all.push_back(derivative);
    }
  }
  formulas_.emplace(all, variables, tables);
}

void FormulaField::evaluate(const Eigen::VectorXd& state, double time) {
  const Eigen::VectorXd& all = formulas_->evaluate(state, time);
  values_ = all.head(values_.size());
  for (std::size_t k = 0; k < entries_.size(); ++k)
    jacobian_(entries_[k].row, entries_[k].column) = all[values_.size() + static_cast<Eigen::Index>(k)];
}

bool is_free_of(const Expression& formula, const std::vector<std::string>& variables) {
  return std::all_of(variables.begin(), variables.end(), [&](const std::string& variable) {
    return !depends_on(formula, variable) || is_zero(differentiate(formula, variable)) == Proof::proven;
  });
}

}  // namespace dosde
