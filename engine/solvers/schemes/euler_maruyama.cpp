#include "engine/solvers/schemes/euler_maruyama.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {

Expression euler_maruyama_row(const FreeRow& row) {
  Expression next = fma(row.drift, step_symbol(), Expression::symbol(row.name));
  for (const auto& term : row.noise) next = fma(term.loading, increment_symbol(term.source), next);
  return next;
}

std::vector<StepRow> take_euler_maruyama_step(const StepProblem& problem) {
  std::vector<StepRow> next;
  for (const auto& row : problem.rows) next.push_back({row.variable, euler_maruyama_row(row)});
  return next;
}

Scheme euler_maruyama_scheme() {
  Scheme scheme = {"euler_maruyama",
                   "Euler–Maruyama",
                   "Kloeden & Platen 1992, Numerical Solution of Stochastic Differential Equations, 10.2 and 14.1",
                   Calculus::ito,
                   orders_on_any_noise({1.0, 1.0}, {1.0, 1.0}, {0.5, 1.0}, {0.5, 1.0}),
                   1,
                   1,
                   &take_euler_maruyama_step};
  scheme.implicitness = 0.0;
  return scheme;
}

}  // namespace dosde
