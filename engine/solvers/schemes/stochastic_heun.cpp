#include "engine/solvers/schemes/stochastic_heun.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/schemes/euler_maruyama.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  std::vector<Expression> predictor;
  for (const auto& row : problem.rows) predictor.push_back(euler_maruyama_row(row));
  const Stage end = stage_at(problem, 1.0, predictor);

  std::vector<StepRow> next;
  for (const auto& row : problem.rows) {
    const Expression drift = mean_of(row.drift, value_at(problem, row.drift, end));
    Expression value = fma(drift, step_symbol(), Expression::symbol(row.name));
    for (const auto& term : row.noise) {
      const Expression loading = mean_of(term.loading, value_at(problem, term.loading, end));
      value = fma(loading, increment_symbol(term.source), value);
    }
    next.push_back({row.variable, value});
  }
  return next;
}

}  // namespace

Scheme stochastic_heun_scheme() {
  return {"stochastic_heun",
          "stochastic Heun (Stratonovich)",
          "Rümelin 1982, SIAM J. Numer. Anal. 19:604; Kloeden & Platen 1992, 11.1 and 15.5",
          Calculus::stratonovich,
          orders_on_any_noise({2.0, 2.0}, {1.0, 2.0}, {1.0, 1.0}, {0.5, 1.0}),
          2,
          2,
          &step};
}

}  // namespace dosde
