#include "engine/solvers/schemes/euler_maruyama.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  std::vector<StepRow> next;
  for (const auto& row : problem.rows) next.push_back({row.variable, euler_maruyama_row(row)});
  return next;
}

}  // namespace

Expression euler_maruyama_row(const FreeRow& row) {
  Expression next = fma(row.drift, step_symbol(), Expression::symbol(row.name));
  for (const auto& term : row.noise) next = fma(term.loading, increment_symbol(term.source), next);
  return next;
}

Scheme euler_maruyama_scheme() {
  return {"euler_maruyama",
          "Euler–Maruyama",
          "Kloeden & Platen 1992, Numerical Solution of Stochastic Differential Equations, 10.2 and 14.1",
          Calculus::ito,
          {{NoiseClass::none, 1.0, 1.0},
           {NoiseClass::additive, 1.0, 1.0},
           {NoiseClass::scalar, 0.5, 1.0},
           {NoiseClass::diagonal, 0.5, 1.0},
           {NoiseClass::commutative, 0.5, 1.0},
           {NoiseClass::general, 0.5, 1.0}},
          1,
          1,
          &step};
}

}  // namespace dosde
