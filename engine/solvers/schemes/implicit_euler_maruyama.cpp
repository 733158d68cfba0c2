#include "engine/solvers/schemes/implicit_euler_maruyama.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/newton.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> take_theta_step(const StepProblem& problem, double theta) {
  const Stage start = stage_at(problem, 0.0, present_states(problem));
  std::vector<Expression> noise(problem.rows.size());
  for (const auto& source : sources_of(problem))
    noise = plus_products(noise, increment_symbol(source), loadings_at(problem, source, start));
  std::vector<Expression> moves = noise;
  if (theta < 1.0) moves = plus_products(moves, (1.0 - theta) * step_symbol(), drifts_at(problem, start));
  const auto next =
      solve_for_states(problem, 1.0, moved_states(problem, noise), moved_states(problem, moves), theta * step_symbol());
  return rows_of(problem, next);
}

std::vector<StepRow> implicit_step(const StepProblem& problem) { return take_theta_step(problem, 1.0); }
std::vector<StepRow> trapezoidal_step(const StepProblem& problem) { return take_theta_step(problem, 0.5); }

Scheme theta_scheme(const char* name, const char* title, double theta, double deterministic, double weak_on_additive,
                    std::vector<StepRow> (*step)(const StepProblem&)) {
  Scheme scheme = {name,
                   title,
                   "Kloeden & Platen 1992, 12.2",
                   Calculus::ito,
                   orders_on_any_noise({deterministic, deterministic}, {1.0, weak_on_additive}, {0.5, 1.0}, {0.5, 1.0}),
                   1 + newton_iterations,
                   1,
                   step,
                   PathDetail::increments,
                   0.0,
                   DriftStep::solved};
  scheme.implicitness = theta;
  return scheme;
}

}  // namespace

Scheme implicit_euler_maruyama_scheme() {
  return theta_scheme("implicit_euler_maruyama", "drift-implicit Euler–Maruyama", 1.0, 1.0, 1.0, &implicit_step);
}

Scheme trapezoidal_maruyama_scheme() {
  return theta_scheme("trapezoidal_maruyama", "drift-implicit θ-Maruyama with θ = 1/2", 0.5, 2.0, 2.0,
                      &trapezoidal_step);
}

}  // namespace dosde
