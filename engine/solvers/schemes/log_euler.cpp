#include "engine/solvers/schemes/log_euler.hpp"

#include <algorithm>

#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"
#include "engine/solvers/schemes/euler_maruyama.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

bool is_geometric(const FreeRow& row) {
  const auto vanishes = [&](const Expression& formula) {
    return is_zero(substitute(formula, {{row.name, Expression(0.0)}})) == Proof::proven;
  };
  return !row.noise.empty() && vanishes(row.drift) &&
         std::all_of(row.noise.begin(), row.noise.end(), [&](const NoiseTerm& term) { return vanishes(term.loading); });
}

Expression geometric_row(const FreeRow& row) {
  const Expression x = Expression::symbol(row.name);
  Expression rate = row.drift / x;
  Expression noise;
  for (const auto& term : row.noise) {
    const Expression loading = term.loading / x;
    rate = fma(-0.5 * loading, loading, rate);
    noise = noise + loading * increment_symbol(term.source);
  }
  return where(equals(x, 0.0), 0.0, x * exp(fma(rate, step_symbol(), noise)));
}

std::vector<StepRow> step(const StepProblem& problem) {
  std::vector<StepRow> next;
  for (const auto& row : problem.rows)
    next.push_back({row.variable, is_geometric(row) ? geometric_row(row) : euler_maruyama_row(row)});
  return next;
}

}  // namespace

Scheme log_euler_scheme() {
  return {"log_euler",
          "Euler–Maruyama in the logarithm of geometric rows",
          "Kloeden & Platen 1992, 4.4 (the transformation) and 10.2",
          Calculus::ito,
          orders_on_any_noise({1.0, 1.0}, {1.0, 1.0}, {0.5, 1.0}, {0.5, 1.0}),
          1,
          1,
          &step};
}

}  // namespace dosde
