#include "engine/solvers/schemes/shark.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr double later = 5.0 / 6.0;

std::vector<StepRow> step(const StepProblem& problem) {
  const Expression h = step_symbol();
  const std::vector<std::string> sources = sources_of(problem);
  const std::vector<Expression> nothing(problem.rows.size());
  const Stage start = stage_at(problem, 0.0, present_states(problem));
  const Stage end = stage_at(problem, 1.0, present_states(problem));  // of loadings, which see the time only

  std::vector<Expression> shifted = nothing;
  for (const auto& source : sources)
    shifted = plus_products(shifted, area_symbol(source), loadings_at(problem, source, start));
  const std::vector<Expression> first = drifts_at(problem, stage_at(problem, 0.0, moved_states(problem, shifted)));

  std::vector<Expression> predicted = plus_products(nothing, later * h, first);
  for (const auto& source : sources)
    predicted = plus_products(predicted, fma(later, increment_symbol(source), area_symbol(source)),
                              loadings_at(problem, source, start));
  const std::vector<Expression> second = drifts_at(problem, stage_at(problem, later, moved_states(problem, predicted)));

  std::vector<Expression> moves = plus_products(plus_products(nothing, 0.4 * h, first), 0.6 * h, second);
  for (const auto& source : sources) {
    const std::vector<Expression> loadings = loadings_at(problem, source, start);
    const std::vector<Expression> at_end = loadings_at(problem, source, end);
    const Expression slope_weight = fma(0.5, increment_symbol(source), -area_symbol(source));
    moves = plus_products(moves, increment_symbol(source), loadings);
    for (std::size_t row = 0; row < moves.size(); ++row)
      if (!at_end[row].is_same(loadings[row])) moves[row] = fma(at_end[row] - loadings[row], slope_weight, moves[row]);
  }
  return next_rows(problem, moves);
}

}  // namespace

Scheme shark_scheme() {
  return {"shark",
          "ShARK: shifted additive-noise Runge–Kutta",
          "Foster, dos Reis & Strange 2023, arXiv 2210.17543",
          Calculus::ito,
          {{NoiseClass::none, 2.0, 2.0}, {NoiseClass::additive, 1.5, 2.0}},
          2,
          2,
          &step,
          PathDetail::areas};
}

}  // namespace dosde
