#include "engine/solvers/schemes/derivative_free_milstein.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  const Expression h = step_symbol();
  const Expression root = sqrt(h);
  const Expression half_over_root = 0.5 / root;  // uniform
  const Stage start = stage_at(problem, 0.0, present_states(problem));
  const std::vector<Expression> drifts = drifts_at(problem, start);
  const std::vector<Expression> nothing(problem.rows.size());
  const std::vector<Expression> drifted = plus_products(nothing, h, drifts);
  std::vector<Expression> moves = drifted;
  for (const auto& source : sources_of(problem)) {
    const Expression increment = increment_symbol(source);
    const Expression factor = fma(increment, increment, -h) * half_over_root;
    const std::vector<Expression> loadings = loadings_at(problem, source, start);
    const Stage support = stage_at(problem, 0.0, moved_states(problem, plus_products(drifted, root, loadings)));
    const std::vector<Expression> there = loadings_at(problem, source, support);
    moves = plus_products(moves, increment, loadings);
    for (std::size_t row = 0; row < moves.size(); ++row)
      if (!there[row].is_same(loadings[row])) moves[row] = fma(there[row] - loadings[row], factor, moves[row]);
  }
  return next_rows(problem, moves);
}

}  // namespace

Scheme derivative_free_milstein_scheme() {
  return {"derivative_free_milstein",
          "Milstein without derivatives",
          "Kloeden & Platen 1992, 11.1",
          Calculus::ito,
          {{NoiseClass::none, 1.0, 1.0},
           {NoiseClass::additive, 1.0, 1.0},
           {NoiseClass::scalar, 1.0, 1.0},
           {NoiseClass::diagonal, 1.0, 1.0}},
          1,
          2,
          &step};
}

}  // namespace dosde
