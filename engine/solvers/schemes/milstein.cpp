#include "engine/solvers/schemes/milstein.hpp"

#include "engine/expression/analysis.hpp"
#include "engine/expression/derivative_along.hpp"
#include "engine/expression/functions.hpp"
#include "engine/solvers/schemes/euler_maruyama.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// L^k g = Σ_j g_jk ∂g/∂x_j over the free rows.
Expression derivative_along_source(const Expression& loading, const std::string& source,
                                   const std::vector<FreeRow>& rows) {
  Expression sum;
  for (const auto& other : rows) {
    if (!depends_on(loading, other.name)) continue;
    for (const auto& term : other.noise)
      if (term.source == source) sum = sum + derivative_along(term.loading, loading, other.name);
  }
  return sum;
}

std::vector<StepRow> step(const StepProblem& problem) {
  std::vector<StepRow> next;
  for (const auto& row : problem.rows) {
    Expression value = euler_maruyama_row(row);
    for (const auto& term : row.noise) {
      const Expression increment = increment_symbol(term.source);
      for (const auto& source : sources_of(problem)) {
        const Expression correction = derivative_along_source(term.loading, source, problem.rows);
        if (correction.is_constant(0.0)) continue;
        const Expression product =
            source == term.source ? increment * increment - step_symbol() : increment * increment_symbol(source);
        value = fma(0.5 * correction, product, value);
      }
    }
    next.push_back({row.variable, value});
  }
  return next;
}

}  // namespace

Scheme milstein_scheme() {
  return {"milstein",
          "Milstein",
          "Milstein 1974, Theory Probab. Appl. 19:557; Kloeden & Platen 1992, 10.3",
          Calculus::ito,
          {{NoiseClass::none, 1.0, 1.0},
           {NoiseClass::additive, 1.0, 1.0},
           {NoiseClass::scalar, 1.0, 1.0},
           {NoiseClass::diagonal, 1.0, 1.0},
           {NoiseClass::commutative, 1.0, 1.0}},
          1,
          2,
          &step};
}

}  // namespace dosde
