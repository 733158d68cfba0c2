#include "engine/solvers/iterated_step.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {

std::vector<StepRow> iterated_step(const StepProblem& problem, const IteratedIntegral& integral) {
  const Expression h = step_symbol();
  const Expression root = sqrt(h);
  const std::vector<std::string> sources = sources_of(problem);
  const std::vector<Expression> nothing(problem.rows.size());
  const Stage start = stage_at(problem, 0.0, present_states(problem));
  const std::vector<Expression> drift = drifts_at(problem, start);
  const std::vector<Expression> drifted = plus_products(nothing, h, drift);
  const std::vector<Expression> end_drift = drifts_at(problem, stage_at(problem, 1.0, moved_states(problem, drifted)));
  std::vector<std::vector<Expression>> loadings;
  for (const auto& source : sources) loadings.push_back(loadings_at(problem, source, start));

  std::vector<Expression> moves = plus_products(plus_products(nothing, 0.5 * h, drift), 0.5 * h, end_drift);
  for (std::size_t k = 0; k < sources.size(); ++k) {
    std::vector<Expression> above = drifted;
    std::vector<Expression> below = drifted;
    for (std::size_t l = 0; l < sources.size(); ++l) {
      const Expression part = integral(sources[l], sources[k]) / root;
      above = plus_products(above, part, loadings[l]);
      below = plus_products(below, -part, loadings[l]);
    }
    const auto high = loadings_at(problem, sources[k], stage_at(problem, 1.0, moved_states(problem, above)));
    const auto low = loadings_at(problem, sources[k], stage_at(problem, 1.0, moved_states(problem, below)));
    moves = plus_products(moves, increment_symbol(sources[k]), loadings[k]);
    for (std::size_t i = 0; i < moves.size(); ++i)
      if (!high[i].is_same(low[i])) moves[i] = add_product(moves[i], 0.5 * root, high[i] - low[i]);
  }
  return next_rows(problem, moves);
}

}  // namespace dosde
