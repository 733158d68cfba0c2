#include "engine/solvers/schemes/euler_heun.hpp"

#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  const std::size_t rows = problem.rows.size();
  const std::vector<std::string> sources = sources_of(problem);
  const Stage start = stage_at(problem, 0.0, moved_states(problem, std::vector<Expression>(rows)));
  std::vector<Expression> noise(rows);
  for (const auto& source : sources) {
    const auto loadings = loadings_at(problem, source, start);
    for (std::size_t row = 0; row < rows; ++row)
      noise[row] = add_product(noise[row], loadings[row], increment_symbol(source));
  }
  const Stage predicted = stage_at(problem, 1.0, moved_states(problem, noise));

  std::vector<StepRow> next;
  for (const auto& row : problem.rows)
    next.push_back({row.variable, add_product(Expression::symbol(row.name), row.drift, step_symbol())});
  for (const auto& source : sources) {
    const auto before = loadings_at(problem, source, start);
    const auto after = loadings_at(problem, source, predicted);
    for (std::size_t row = 0; row < rows; ++row) {
      next[row].next = add_product(next[row].next, mean_of(before[row], after[row]), increment_symbol(source));
    }
  }
  return next;
}

}  // namespace

Scheme euler_heun_scheme() {
  return {"euler_heun",
          "Euler–Heun (Stratonovich)",
          "Rümelin 1982, SIAM J. Numer. Anal. 19:604; Kloeden & Platen 1992, 11.1",
          Calculus::stratonovich,
          orders_on_any_noise({1.0, 1.0}, {1.0, 1.0}, {1.0, 1.0}, {0.5, 1.0}),
          1,
          2,
          &step};
}

}  // namespace dosde
