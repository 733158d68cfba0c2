#include "engine/solvers/schemes/split_step_implicit.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/newton.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  const std::vector<Expression> present = present_states(problem);
  std::vector<Expression> next = solve_for_states(problem, 1.0, present, present, step_symbol());
  const Stage damped = stage_at(problem, 0.0, next);
  for (const auto& source : sources_of(problem))
    next = plus_products(next, increment_symbol(source), loadings_at(problem, source, damped));
  return rows_of(problem, next);
}

}  // namespace

Scheme split_step_implicit_scheme() {
  return {"split_step_implicit",
          "split-step backward Euler",
          "Higham, Mao & Stuart 2002, SIAM J. Numer. Anal. 40:1041",
          Calculus::ito,
          orders_on_any_noise({1.0, 1.0}, {1.0, 1.0}, {0.5, 1.0}, {0.5, 1.0}),
          newton_iterations,
          1,
          &step,
          PathDetail::increments,
          0.0,
          DriftStep::solved};
}

}  // namespace dosde
