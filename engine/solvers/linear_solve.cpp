#include "engine/solvers/linear_solve.hpp"

#include <string>

#include "engine/expression/analysis.hpp"
#include "engine/solvers/stage.hpp"

namespace dosde {

std::vector<SparseRow> drift_jacobian(const StepProblem& problem) {
  std::map<std::string, std::size_t> row_of;
  for (std::size_t row = 0; row < problem.rows.size(); ++row) row_of.emplace(problem.rows[row].name, row);
  std::vector<SparseRow> jacobian(problem.rows.size());
  for (std::size_t i = 0; i < problem.rows.size(); ++i)
    for (const auto& symbol : symbols_of(problem.rows[i].drift)) {
      const auto other = row_of.find(symbol);
      if (other == row_of.end()) continue;
      const Expression derivative = differentiate(problem.rows[i].drift, symbol);
      if (!derivative.is_constant(0.0)) jacobian[i].emplace(other->second, derivative);
    }
  return jacobian;
}

std::vector<Expression> solve_linear(std::vector<SparseRow> matrix, std::vector<Expression> right) {
  const std::size_t size = matrix.size();
  for (std::size_t pivot = 0; pivot < size; ++pivot) {
    for (std::size_t i = pivot + 1; i < size; ++i) {
      const auto entry = matrix[i].find(pivot);
      if (entry == matrix[i].end()) continue;
      const Expression factor = -(entry->second / matrix[pivot].at(pivot));
      matrix[i].erase(entry);
      for (const auto& [column, value] : matrix[pivot])
        if (column > pivot) matrix[i][column] = add_product(matrix[i][column], factor, value);
      right[i] = add_product(right[i], factor, right[pivot]);
    }
  }
  for (std::size_t pivot = size; pivot-- > 0;) {
    for (const auto& [column, value] : matrix[pivot])
      if (column > pivot) right[pivot] = add_product(right[pivot], -value, right[column]);
    right[pivot] = right[pivot] / matrix[pivot].at(pivot);
  }
  return right;
}

}  // namespace dosde
