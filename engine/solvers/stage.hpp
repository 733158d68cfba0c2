#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/solvers/step_problem.hpp"

namespace dosde {

/// A support point of a step: what stands there for the free rows' names and for the time.
using Stage = std::map<std::string, Expression>;

/// The stage at time t + c h, 0 <= c <= 1, at which the free rows have these states, in the rows' order. States are
/// folded into the rows' bounds: a loading such as sqrt(x) need not exist outside.
Stage stage_at(const StepProblem& problem, double c, const std::vector<Expression>& states);

/// The same with the states as they are: of equations that are solved for a state, which are not those of its
/// reflection.
Stage stage_beyond_bounds(const StepProblem& problem, double c, const std::vector<Expression>& states);

/// A formula of the problem at a stage. What jumps at a moment (a comparison with the time, a table of steps) is read
/// from the left at the step's end: what begins at t + h must not act on the state at t + h, and a jump at a step time
/// does not cost a scheme its order.
Expression value_at(const StepProblem& problem, const Expression& formula, const Stage& stage);

/// The states at the start of the step.
std::vector<Expression> present_states(const StepProblem& problem);
/// The present states with what `terms` adds to each, in the rows' order.
std::vector<Expression> moved_states(const StepProblem& problem, const std::vector<Expression>& terms);
/// The drifts of all rows at a stage.
std::vector<Expression> drifts_at(const StepProblem& problem, const Stage& stage);
/// The loadings of all rows on one source at a stage; 0 where a row does not load it.
std::vector<Expression> loadings_at(const StepProblem& problem, const std::string& source, const Stage& stage);

/// The loadings of every row's terms at a stage: [row][term].
std::vector<std::vector<Expression>> noise_terms_at(const StepProblem& problem, const Stage& stage);

/// Every source that a free row loads, in order of appearance.
std::vector<std::string> sources_of(const StepProblem& problem);

/// sums + factor * values, row by row.
std::vector<Expression> plus_products(std::vector<Expression> sums, const Expression& factor,
                                      const std::vector<Expression>& values);
/// ½ (a + b); a itself where the two stages agree, as with constant loadings.
Expression mean_of(const Expression& a, const Expression& b);
/// These next states, in the rows' order.
std::vector<StepRow> rows_of(const StepProblem& problem, const std::vector<Expression>& states);
/// The next states: the present ones with these moves, in the rows' order.
std::vector<StepRow> next_rows(const StepProblem& problem, const std::vector<Expression>& moves);

/// sum + factor * value, fused; `sum` itself where the factor is 0 or the value is the constant 0.
Expression add_product(const Expression& sum, const Expression& factor, const Expression& value);

/// values[j][row] of the stages j so far, `most` of them at most.
std::vector<Expression> column_of(const std::vector<std::vector<Expression>>& values, std::size_t row,
                                  std::size_t most);

/// Σ_j weights[j] values[j]: at least as many weights as values.
Expression weighted_sum(const std::vector<double>& weights, const std::vector<Expression>& values);

/// sum + Σ_j (weights[j] scale) values[j], where the scale is a formula of the step alone: such products are taken once
/// a run, and a term is one fused operation.
Expression add_weighted(Expression sum, const Expression& scale, const std::vector<double>& weights,
                        const std::vector<Expression>& values);

}  // namespace dosde
