#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/expression/formula_function.hpp"

namespace dosde {

/// A FormulaFunction of Eigen's vectors.
class FormulaSet {
 public:
  /// `variables`: names by place in the state. The formulas name nothing else but `t` and the tables.
  FormulaSet(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
             const std::vector<Table>& tables);

  /// The formulas' values, in their order; until the next call.
  const Eigen::VectorXd& evaluate(const Eigen::VectorXd& state, double time);

 private:
  FormulaFunction formulas_;
  Eigen::VectorXd values_;
};

/// Formulas with their derivatives by the variables.
class FormulaField {
 public:
  FormulaField(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
               const std::vector<Table>& tables);

  void evaluate(const Eigen::VectorXd& state, double time);
  [[nodiscard]] const Eigen::VectorXd& values() const { return values_; }      ///< [formula]
  [[nodiscard]] const Eigen::MatrixXd& jacobian() const { return jacobian_; }  ///< [formula][variable]

  /// The first formula that is not seen to be affine in the variables, or -1.
  [[nodiscard]] std::ptrdiff_t first_bent() const { return first_bent_; }

 private:
  struct Entry {
    Eigen::Index row;
    Eigen::Index column;
  };
  std::vector<Entry> entries_;
  std::optional<FormulaSet> formulas_;  ///< values, then the entries of the Jacobian
  Eigen::VectorXd values_;
  Eigen::MatrixXd jacobian_;
  std::ptrdiff_t first_bent_ = -1;
};

/// Is it proven that the formula does not depend on any of the variables?
bool is_free_of(const Expression& formula, const std::vector<std::string>& variables);

}  // namespace dosde
