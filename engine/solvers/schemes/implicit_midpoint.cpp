#include "engine/solvers/schemes/implicit_midpoint.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/newton.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  const Stage middle = stage_at(problem, 0.5, present_states(problem));  // of loadings, which see the time only
  std::vector<Expression> moves(problem.rows.size());
  for (const auto& source : sources_of(problem))
    moves = plus_products(moves, 0.5 * increment_symbol(source), loadings_at(problem, source, middle));
  const std::vector<Expression> moved = moved_states(problem, moves);
  const std::vector<Expression> midpoints = solve_for_states(problem, 0.5, moved, moved, 0.5 * step_symbol());
  std::vector<StepRow> next;
  for (std::size_t row = 0; row < midpoints.size(); ++row)
    next.push_back({problem.rows[row].variable, fma(2.0, midpoints[row], -Expression::symbol(problem.rows[row].name))});
  return next;
}

}  // namespace

Scheme implicit_midpoint_scheme() {
  return {"implicit_midpoint",
          "implicit midpoint rule",
          "Milstein, Repin & Tretyakov 2002, SIAM J. Numer. Anal. 39:2066",
          Calculus::ito,
          {{NoiseClass::none, 2.0, 2.0}, {NoiseClass::additive, 1.0, 1.0}},
          newton_iterations,
          1,
          &step,
          PathDetail::increments,
          0.0,
          DriftStep::solved};
}

}  // namespace dosde
