#include "engine/solvers/newton.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/smoothness.hpp"
#include "engine/solvers/linear_solve.hpp"

namespace dosde {
namespace {

using Column = std::vector<Expression>;

/// One line or plane all through: constant derivatives, and no jump that derivatives do not show.
bool is_affine(const StepProblem& problem, const std::vector<SparseRow>& jacobian,
               const std::map<std::string, std::size_t>& row_of) {
  std::vector<std::string> names;
  for (const auto& row : problem.rows) names.push_back(row.name);
  for (const auto& row : problem.rows)
    if (!is_smooth_in(row.drift, names)) return false;
  for (const auto& row : jacobian)
    for (const auto& [column, derivative] : row)
      for (const auto& symbol : symbols_of(derivative))
        if (row_of.contains(symbol)) return false;
  return true;
}

/// The change of one Newton iteration from y.
Column newton_change(const StepProblem& problem, const std::vector<SparseRow>& jacobian, const Stage& stage,
                     const Column& y, const Column& known, const Expression& weight) {
  const Column drifts = drifts_at(problem, stage);
  std::vector<SparseRow> matrix(jacobian.size());
  Column residual;
  for (std::size_t i = 0; i < jacobian.size(); ++i) {
    matrix[i].emplace(i, Expression(1.0));
    for (const auto& [column, derivative] : jacobian[i])
      matrix[i][column] = add_product(matrix[i][column], -weight, value_at(problem, derivative, stage));
    residual.push_back(add_product(known[i], weight, drifts[i]) - y[i]);
  }
  return solve_linear(std::move(matrix), std::move(residual));
}

/// Is the last change of each row within the tolerance of its value?
Column settled_rows(const Column& change, const Column& guess, const Column& y) {
  Column settled;
  for (std::size_t row = 0; row < y.size(); ++row)
    settled.push_back(abs(change[row]) <= newton_tolerance * (abs(guess[row]) + abs(y[row])));
  return settled;
}

/// [row] the rows whose states its equation reads, through others too, and itself.
std::vector<std::set<std::size_t>> find_coupled_rows(const StepProblem& problem,
                                                     const std::map<std::string, std::size_t>& row_of) {
  std::vector<std::vector<std::size_t>> read(problem.rows.size());
  for (std::size_t row = 0; row < problem.rows.size(); ++row)
    for (const auto& symbol : symbols_of(problem.rows[row].drift))
      if (const auto other = row_of.find(symbol); other != row_of.end()) read[row].push_back(other->second);
  std::vector<std::set<std::size_t>> coupled(problem.rows.size());
  for (std::size_t row = 0; row < problem.rows.size(); ++row) {
    std::vector<std::size_t> waiting = {row};
    while (!waiting.empty()) {
      const std::size_t next = waiting.back();
      waiting.pop_back();
      if (coupled[row].insert(next).second) waiting.insert(waiting.end(), read[next].begin(), read[next].end());
    }
  }
  return coupled;
}

/// Are a row and all that it is coupled to settled?
Column settled_with_coupled_rows(const StepProblem& problem, const std::map<std::string, std::size_t>& row_of,
                                 const Column& settled) {
  Column all;
  for (const auto& coupled : find_coupled_rows(problem, row_of)) {
    Expression condition(1.0);
    for (const std::size_t row : coupled)
      condition = condition.is_constant(1.0) ? settled[row] : logical_and(condition, settled[row]);
    all.push_back(condition);
  }
  return all;
}

}  // namespace

int most_iterations(const StepProblem& problem) {
  std::vector<std::set<std::size_t>> columns;  // of the matrix, as elimination fills it
  for (const auto& row : drift_jacobian(problem)) {
    columns.push_back({columns.size()});
    for (const auto& [column, derivative] : row) columns.back().insert(column);
  }
  long operations = 1;
  for (std::size_t pivot = 0; pivot < columns.size(); ++pivot)
    for (std::size_t i = pivot + 1; i < columns.size(); ++i) {
      if (!columns[i].contains(pivot)) continue;
      const auto first = columns[pivot].upper_bound(pivot);
      operations += std::distance(first, columns[pivot].end());
      columns[i].insert(first, columns[pivot].end());
    }
  constexpr long most_operations = 100'000;
  return newton_iterations +
         static_cast<int>(std::min<long>(newton_limit - newton_iterations, most_operations / operations));
}

Expression not_converged() { return std::numeric_limits<double>::quiet_NaN(); }

std::vector<Expression> solve_for_states(const StepProblem& problem, double c, const std::vector<Expression>& guess,
                                         const std::vector<Expression>& known, const Expression& weight) {
  std::map<std::string, std::size_t> row_of;
  for (std::size_t row = 0; row < problem.rows.size(); ++row) row_of.emplace(problem.rows[row].name, row);
  const std::vector<SparseRow> jacobian = drift_jacobian(problem);
  const bool is_exact = is_affine(problem, jacobian, row_of);
  Column y = guess;
  Column change;
  const auto iterate = [&](int times) {
    for (int i = 0; i < times; ++i) {
      change = newton_change(problem, jacobian, stage_beyond_bounds(problem, c, y), y, known, weight);
      for (std::size_t row = 0; row < y.size(); ++row) y[row] = y[row] + change[row];
    }
  };
  iterate(is_exact ? 1 : newton_iterations);
  if (is_exact) return y;
  const Column early = y;
  Column settled = settled_rows(change, guess, y);
  const int further = problem.effort == SolveEffort::usual ? 0 : most_iterations(problem) - newton_iterations;
  if (further == 0) {
    for (std::size_t row = 0; row < y.size(); ++row) y[row] = where(settled[row], y[row], not_converged());
    return y;
  }
  const Column is_early = settled_with_coupled_rows(problem, row_of, settled);
  iterate(further);
  settled = settled_rows(change, guess, y);
  for (std::size_t row = 0; row < y.size(); ++row)
    y[row] = where(is_early[row], early[row], where(settled[row], y[row], not_converged()));
  return y;
}

}  // namespace dosde
