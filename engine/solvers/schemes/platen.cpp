#include "engine/solvers/schemes/platen.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  const Expression h = step_symbol();
  const Expression root = sqrt(h);
  const std::vector<std::string> sources = sources_of(problem);
  const std::vector<Expression> nothing(problem.rows.size());
  const Stage start = stage_at(problem, 0.0, present_states(problem));
  const std::vector<Expression> drifts = drifts_at(problem, start);
  const std::vector<Expression> drifted = plus_products(nothing, h, drifts);
  std::vector<std::vector<Expression>> loadings;  // [source][row], at the start
  for (const auto& source : sources) loadings.push_back(loadings_at(problem, source, start));

  std::vector<Expression> predicted = drifted;
  for (std::size_t k = 0; k < sources.size(); ++k)
    predicted = plus_products(predicted, increment_symbol(sources[k]), loadings[k]);
  const std::vector<Expression> later = drifts_at(problem, stage_at(problem, 1.0, moved_states(problem, predicted)));
  std::vector<Expression> moves = plus_products(plus_products(nothing, 0.5 * h, drifts), 0.5 * h, later);

  /// The loadings on source j where source k has moved the state by ±√h; with the drift, at the step's end.
  const auto loadings_beside = [&](std::size_t j, std::size_t k, double sign) {
    const double c = j == k ? 1.0 : 0.0;
    const auto beside = plus_products(j == k ? drifted : nothing, sign * root, loadings[k]);
    return loadings_at(problem, sources[j], stage_at(problem, c, moved_states(problem, beside)));
  };
  const Expression over_root = 1.0 / root;  // uniform
  for (std::size_t j = 0; j < sources.size(); ++j) {
    const Expression xi = increment_symbol(sources[j]);
    for (std::size_t k = 0; k < sources.size(); ++k) {
      const Expression other = increment_symbol(sources[k]);
      const Expression mixed = sign_symbol(sources[j]) * sign_symbol(sources[k]);
      const Expression product = j == k ? xi * xi - h : k < j ? xi * other + mixed : xi * other - mixed;
      const std::vector<Expression> above = loadings_beside(j, k, 1.0);
      const std::vector<Expression> below = loadings_beside(j, k, -1.0);
      for (std::size_t row = 0; row < moves.size(); ++row) {
        const Expression& here = loadings[j][row];
        if (j == k) moves[row] = add_product(moves[row], 0.25 * (above[row] + below[row] + 2.0 * here), xi);
        if (above[row].is_same(below[row])) continue;
        if (j != k) moves[row] = add_product(moves[row], 0.25 * (above[row] + below[row] - 2.0 * here), xi);
        moves[row] = add_product(moves[row], 0.25 * (above[row] - below[row]), product * over_root);
      }
    }
  }
  return next_rows(problem, moves);
}

}  // namespace

Scheme platen_scheme() {
  return {"platen",
          "Platen's scheme of weak order 2",
          "Kloeden & Platen 1992, 15.1.3",
          Calculus::ito,
          weak_orders(2.0, 2.0),
          2,
          5,
          &step,
          PathDetail::three_points};
}

}  // namespace dosde
