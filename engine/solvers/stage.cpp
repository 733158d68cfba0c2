#include "engine/solvers/stage.hpp"

#include <algorithm>

#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/stepwise.hpp"
#include "engine/expression/traverse.hpp"
#include "engine/solvers/reflect.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// The time as jumps see it, within a stage and within `value_at` only.
const std::string time_for_jumps = "t:j";

/// The latest that jumps are read at, in steps. The left limit at t + h is the value at any time after the last jump
/// before it. Not closer to 1, because t + h is rounded and may lie on either side of the step time: this is safely
/// inside the step as long as the step is more than 2^-40 of the time.
constexpr double latest_look = 1.0 - 0x1p-10;

Expression time_at(double c) {
  if (c == 0.0) return time_symbol();
  return c == 1.0 ? time_symbol() + step_symbol() : fma(Expression(c), step_symbol(), time_symbol());
}

bool jumps(const Expression& e, const StepProblem& problem) {
  return is_stepwise(e.operation()) || (e.operation() == Operation::lookup && problem.step_tables.contains(e.name()));
}

/// The formula with `t` renamed wherever something that jumps reads it.
Expression mark_jumps(const StepProblem& problem, const Expression& formula) {
  const std::map<std::string, Expression> renamed = {{time_symbol().name(), Expression::symbol(time_for_jumps)}};
  NodeMap<Expression> marked;
  visit_operands_first(formula, [&](const Expression& e) {
    marked.emplace(e.node(), jumps(e, problem) ? substitute(e, renamed) : rebuild(e, marked));
  });
  return marked.at(formula.node());
}

}  // namespace

Stage stage_at(const StepProblem& problem, double c, const std::vector<Expression>& states) {
  std::vector<Expression> inside = states;
  for (std::size_t i = 0; i < problem.rows.size(); ++i)
    if (!inside[i].is_symbol())
      inside[i] = reflect_into_bounds(inside[i], problem.rows[i].lower, problem.rows[i].upper);
  return stage_beyond_bounds(problem, c, inside);
}

Stage stage_beyond_bounds(const StepProblem& problem, double c, const std::vector<Expression>& states) {
  Stage stage = {{time_symbol().name(), time_at(c)}, {time_for_jumps, time_at(std::min(c, latest_look))}};
  for (std::size_t i = 0; i < problem.rows.size(); ++i) stage[problem.rows[i].name] = states[i];
  return stage;
}

Expression value_at(const StepProblem& problem, const Expression& formula, const Stage& stage) {
  return substitute(depends_on(formula, time_symbol().name()) ? mark_jumps(problem, formula) : formula, stage);
}

std::vector<Expression> present_states(const StepProblem& problem) {
  return moved_states(problem, std::vector<Expression>(problem.rows.size()));
}

std::vector<Expression> moved_states(const StepProblem& problem, const std::vector<Expression>& terms) {
  std::vector<Expression> states;
  for (std::size_t i = 0; i < problem.rows.size(); ++i)
    states.push_back(Expression::symbol(problem.rows[i].name) + terms[i]);
  return states;
}

std::vector<Expression> drifts_at(const StepProblem& problem, const Stage& stage) {
  std::vector<Expression> drifts;
  for (const auto& row : problem.rows) drifts.push_back(value_at(problem, row.drift, stage));
  return drifts;
}

std::vector<Expression> loadings_at(const StepProblem& problem, const std::string& source, const Stage& stage) {
  std::vector<Expression> loadings;
  for (const auto& row : problem.rows) {
    Expression loading;
    for (const auto& term : row.noise)
      if (term.source == source) loading = loading + value_at(problem, term.loading, stage);
    loadings.push_back(loading);
  }
  return loadings;
}

std::vector<std::vector<Expression>> noise_terms_at(const StepProblem& problem, const Stage& stage) {
  std::vector<std::vector<Expression>> terms;
  for (const auto& row : problem.rows) {
    terms.emplace_back();
    for (const auto& term : row.noise) terms.back().push_back(value_at(problem, term.loading, stage));
  }
  return terms;
}

std::vector<std::string> sources_of(const StepProblem& problem) {
  std::vector<std::string> sources;
  for (const auto& row : problem.rows)
    for (const auto& term : row.noise)
      if (std::find(sources.begin(), sources.end(), term.source) == sources.end()) sources.push_back(term.source);
  return sources;
}

Expression add_product(const Expression& sum, const Expression& factor, const Expression& value) {
  if (factor.is_constant(0.0) || value.is_constant(0.0)) return sum;
  if (sum.is_constant(0.0)) return factor * value;
  return fma(factor, value, sum);
}

std::vector<Expression> column_of(const std::vector<std::vector<Expression>>& values, std::size_t row,
                                  std::size_t most) {
  std::vector<Expression> column;
  for (std::size_t j = 0; j < std::min(most, values.size()); ++j) column.push_back(values[j][row]);
  return column;
}

Expression weighted_sum(const std::vector<double>& weights, const std::vector<Expression>& values) {
  // A weight of 1 takes no product if its term is the first, a weight of -1 if it is not.
  const auto end = weights.begin() + static_cast<std::ptrdiff_t>(values.size());
  auto first = std::find(weights.begin(), end, 1.0);
  if (first == end) first = std::find_if(weights.begin(), end, [](double w) { return w != 0.0 && w != -1.0; });
  if (first == end) first = weights.begin();
  const auto start = static_cast<std::size_t>(first - weights.begin());
  Expression sum;
  if (start < values.size()) sum = add_product(sum, weights[start], values[start]);
  for (std::size_t j = 0; j < values.size(); ++j)
    if (j != start) sum = weights[j] == -1.0 ? sum - values[j] : add_product(sum, weights[j], values[j]);
  return sum;
}

Expression add_weighted(Expression sum, const Expression& scale, const std::vector<double>& weights,
                        const std::vector<Expression>& values) {
  for (std::size_t j = 0; j < values.size(); ++j)
    if (weights[j] != 0.0) sum = add_product(sum, weights[j] * scale, values[j]);
  return sum;
}

std::vector<Expression> plus_products(std::vector<Expression> sums, const Expression& factor,
                                      const std::vector<Expression>& values) {
  for (std::size_t row = 0; row < sums.size(); ++row) sums[row] = add_product(sums[row], factor, values[row]);
  return sums;
}

Expression mean_of(const Expression& a, const Expression& b) { return a.is_same(b) ? a : 0.5 * (a + b); }

std::vector<StepRow> rows_of(const StepProblem& problem, const std::vector<Expression>& states) {
  std::vector<StepRow> next;
  for (std::size_t row = 0; row < states.size(); ++row) next.push_back({problem.rows[row].variable, states[row]});
  return next;
}

std::vector<StepRow> next_rows(const StepProblem& problem, const std::vector<Expression>& moves) {
  return rows_of(problem, moved_states(problem, moves));
}

}  // namespace dosde
