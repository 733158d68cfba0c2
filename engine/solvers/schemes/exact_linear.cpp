#include "engine/solvers/schemes/exact_linear.hpp"

#include <cmath>
#include <limits>

#include "engine/core/number_text.hpp"
#include "engine/solvers/affine_rows.hpp"
#include "engine/solvers/propagator.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

Propagator propagator_of(const AffineRows& rows, double step) {
  std::vector<bool> is_loaded(rows.coupling.size(), false);
  for (const auto& loadings : rows.loadings)
    for (std::size_t i = 0; i < loadings.size(); ++i)
      if (!loadings[i].is_constant(0.0)) is_loaded[i] = true;
  return make_propagator(rows.coupling, is_loaded, step);
}

SchemeFit fit(const StepProblem& problem) {
  const AffineRows rows = read_affine_rows(problem);
  if (rows.misfit) return {rows.misfit};
  const Propagator propagator = propagator_of(rows, problem.step);
  if (propagator.is_resolved) return {{}, {static_cast<int>(propagator.weights.size() / 2)}};
  double shorter = problem.step;
  while (!propagator_of(rows, shorter).is_resolved) shorter *= 0.5;
  return {Misfit{"the step " + number_text(problem.step, 6) + " is too long for this model's fastest rates",
                 "the noise of a step is " + std::to_string(most_weights) + " numbers a source at most",
                 "take a step of " + number_text(shorter, 6)}};
}

/// Z_m of a source, without its factor: increments are even, areas odd.
Expression path_number(const std::string& source, std::size_t m) {
  const std::string stream = further_source(source, static_cast<int>(m / 2));
  return m % 2 == 0 ? increment_symbol(stream) : area_symbol(stream);
}

/// Σ_j matrix_ij value_j, added to a sum.
Expression plus_row(Expression sum, double factor, const std::vector<double>& row,
                    const std::vector<Expression>& values) {
  for (std::size_t j = 0; j < row.size(); ++j) sum = add_product(sum, factor * row[j], values[j]);
  return sum;
}

std::vector<StepRow> step(const StepProblem& problem) {
  const AffineRows rows = read_affine_rows(problem);
  const Propagator propagator = propagator_of(rows, problem.step);
  const std::vector<Expression> states = present_states(problem);
  const double area_factor = -std::sqrt(12.0);
  std::vector<Expression> next;
  for (std::size_t i = 0; i < states.size(); ++i) {
    Expression sum = plus_row(0.0, 1.0, propagator.state[i], states);
    sum = plus_row(sum, problem.step, propagator.weights[0][i], rows.constant);
    for (std::size_t k = 0; k < rows.sources.size(); ++k)
      for (std::size_t m = 0; m < propagator.weights.size(); ++m) {
        const double factor = m % 2 == 0 ? 1.0 : area_factor;
        const Expression weight = plus_row(0.0, factor, propagator.weights[m][i], rows.loadings[k]);
        sum = add_product(sum, weight, path_number(rows.sources[k], m));
      }
    next.push_back(sum);
  }
  return rows_of(problem, next);
}

}  // namespace

Scheme exact_linear_scheme() {
  constexpr double exact = std::numeric_limits<double>::infinity();
  Scheme scheme{
      "exact_linear",
      "the exact law of linear equations with additive noise",
      "Gardiner 2009, Stochastic Methods, 4.5.6; Foster, Lyons & Oberhauser 2020, SIAM J. Numer. Anal. 58:1393",
      Calculus::ito,
      {{NoiseClass::none, exact, exact}, {NoiseClass::additive, 2.0, exact}},
      1,
      1,
      &step,
      PathDetail::areas};
  scheme.drift_step = DriftStep::exact;
  scheme.fit = &fit;
  scheme.made_for = MadeFor::steps_of_one_length;
  return scheme;
}

}  // namespace dosde
