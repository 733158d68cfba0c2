#include "engine/solvers/weak_runge_kutta.hpp"

#include <utility>

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

using Column = std::vector<Expression>;  ///< a value for every row

/// moves + factor Σ_j weights[j] values[j].
Column plus_weighted(Column moves, const Expression& factor, const std::vector<double>& weights,
                     const std::vector<Column>& values) {
  for (std::size_t j = 0; j < weights.size() && j < values.size(); ++j)
    moves = plus_products(std::move(moves), weights[j] * factor, values[j]);
  return moves;
}

}  // namespace

std::vector<StepRow> take_weak_step(const StepProblem& problem, const WeakTableau& tableau) {
  const std::size_t stages = tableau.alpha.size();
  const std::vector<std::string> sources = sources_of(problem);
  const Expression h = step_symbol();
  const Expression root = sqrt(h);
  const Column nothing(problem.rows.size());
  const auto stage = [&](double c, const Column& moves) { return stage_at(problem, c, moved_states(problem, moves)); };

  std::vector<Column> drifts;                                 // [stage]
  std::vector<std::vector<Column>> loadings(sources.size());  // [source][stage], at H^k
  for (std::size_t i = 0; i < stages; ++i) {
    Column moves = plus_weighted(nothing, h, tableau.a0[i], drifts);
    for (std::size_t k = 0; k < sources.size(); ++k)
      moves = plus_weighted(std::move(moves), increment_symbol(sources[k]), tableau.b0[i], loadings[k]);
    const Column drifted = plus_weighted(nothing, h, tableau.a1[i], drifts);
    drifts.push_back(drifts_at(problem, stage(tableau.c0[i], moves)));
    for (std::size_t k = 0; k < sources.size(); ++k)
      loadings[k].push_back(loadings_at(
          problem, sources[k], stage(tableau.c1[i], plus_weighted(drifted, root, tableau.b1[i], loadings[k]))));
  }

  const Expression half_over_root = 0.5 / root;  // uniform
  Column next = plus_weighted(nothing, h, tableau.alpha, drifts);
  for (std::size_t k = 0; k < sources.size(); ++k) {
    const Expression xi = increment_symbol(sources[k]);
    next = plus_weighted(std::move(next), xi, tableau.beta1, loadings[k]);
    next = plus_weighted(std::move(next), fma(xi, xi, -h) * half_over_root, tableau.beta2, loadings[k]);
    for (std::size_t l = 0; l < sources.size(); ++l) {
      if (l == k) continue;
      std::vector<Column> beside;  // loadings on k at Ĥ^l
      for (std::size_t i = 0; i < stages; ++i)
        beside.push_back(
            loadings_at(problem, sources[k], stage(0.0, plus_weighted(nothing, root, tableau.b2[i], loadings[l]))));
      const Expression signs = sign_symbol(sources[k]) * sign_symbol(sources[l]);
      next = plus_weighted(std::move(next), xi, tableau.beta3, beside);
      next =
          plus_weighted(std::move(next), fma(xi, increment_symbol(sources[l]), k < l ? -signs : signs) * half_over_root,
                        tableau.beta4, beside);
    }
  }
  return next_rows(problem, next);
}

}  // namespace dosde
