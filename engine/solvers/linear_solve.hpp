#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "engine/solvers/step_problem.hpp"

namespace dosde {

/// A row of a matrix of formulas: what is not zero by structure, by column.
using SparseRow = std::map<std::size_t, Expression>;

/// ∂f_i/∂x_j over the free rows j that row i names.
std::vector<SparseRow> drift_jacobian(const StepProblem& problem);

/// The solution of matrix * x = right by elimination without pivoting: of matrices 1 - h J, whose diagonal holds.
std::vector<Expression> solve_linear(std::vector<SparseRow> matrix, std::vector<Expression> right);

}  // namespace dosde
