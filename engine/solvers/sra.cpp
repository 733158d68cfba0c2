#include "engine/solvers/sra.hpp"

#include <algorithm>
#include <cmath>

#include "engine/expression/functions.hpp"
#include "engine/solvers/newton.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"
#include "engine/solvers/tableau.hpp"

namespace dosde {

double order_residual(const SraTableau& t) {
  const std::vector<double> e(t.alpha.size(), 1.0);
  const std::vector<double> a0e = times(t.a0, e);
  const std::vector<double> b0e = times(t.b0, e);
  return largest_of({dot(t.alpha, e) - 1.0, dot(t.beta1, e) - 1.0, dot(t.beta2, e), dot(t.alpha, a0e) - 0.5,
                     dot(t.alpha, b0e) - 1.0, dot(t.alpha, squares(b0e)) - 1.5, dot(t.beta1, t.c1) - 1.0,
                     dot(t.beta2, t.c1) + 1.0});
}

std::vector<StepRow> take_sra_step(const StepProblem& problem, const SraTableau& tableau) {
  const std::size_t stages = tableau.alpha.size();
  const std::size_t rows = problem.rows.size();
  const std::vector<std::string> sources = sources_of(problem);
  const Expression h = step_symbol();

  // The loadings at the stages' times, and I_(1,0)/h = ΔW/2 + H of every source.
  std::vector<std::vector<std::vector<Expression>>> loadings(stages);  // [stage][source][row]
  const std::vector<Expression> nothing(rows);
  for (std::size_t i = 0; i < stages; ++i) {
    const Stage stage = stage_at(problem, tableau.c1[i], moved_states(problem, nothing));
    for (const auto& source : sources) loadings[i].push_back(loadings_at(problem, source, stage));
  }
  std::vector<Expression> integrals;
  for (const auto& source : sources) integrals.push_back(fma(0.5, increment_symbol(source), area_symbol(source)));

  std::vector<std::vector<Expression>> drifts;  // [stage][row]
  for (std::size_t i = 0; i < stages; ++i) {
    std::vector<Expression> noise(rows);
    for (std::size_t k = 0; k < sources.size(); ++k)
      for (std::size_t row = 0; row < rows; ++row) {
        Expression loading;
        for (std::size_t j = 0; j < i; ++j) loading = add_product(loading, tableau.b0[i][j], loadings[j][k][row]);
        noise[row] = add_product(noise[row], loading, integrals[k]);
      }
    std::vector<Expression> terms = noise;
    for (std::size_t row = 0; row < rows; ++row) {
      Expression drift;
      for (std::size_t j = 0; j < i && j < tableau.a0[i].size(); ++j)
        drift = add_product(drift, tableau.a0[i][j], drifts[j][row]);
      terms[row] = add_product(noise[row], h, drift);
    }
    std::vector<Expression> states = moved_states(problem, terms);
    if (tableau.a0[i].size() > i)
      states = solve_for_states(problem, tableau.c0[i], moved_states(problem, noise), states, tableau.a0[i][i] * h);
    drifts.push_back(drifts_at(problem, stage_at(problem, tableau.c0[i], states)));
  }

  std::vector<StepRow> next;
  for (std::size_t row = 0; row < rows; ++row) {
    Expression drift;
    for (std::size_t i = 0; i < stages; ++i) drift = add_product(drift, tableau.alpha[i], drifts[i][row]);
    Expression value = add_product(Expression::symbol(problem.rows[row].name), drift, h);
    for (std::size_t k = 0; k < sources.size(); ++k) {
      Expression on_increment;
      Expression on_integral;
      for (std::size_t i = 0; i < stages; ++i) {
        on_increment = add_product(on_increment, tableau.beta1[i], loadings[i][k][row]);
        on_integral = add_product(on_integral, tableau.beta2[i], loadings[i][k][row]);
      }
      value = add_product(value, on_increment, increment_symbol(sources[k]));
      value = add_product(value, on_integral, integrals[k]);
    }
    next.push_back({problem.rows[row].variable, value});
  }
  return next;
}

Scheme make_sra_scheme(const char* name, const char* title, const char* citation, double deterministic_order,
                       int stages, std::vector<StepRow> (*step)(const StepProblem&), const SraTableau& tableau) {
  return {name,
          title,
          citation,
          Calculus::ito,
          {{NoiseClass::none, deterministic_order, deterministic_order}, {NoiseClass::additive, 1.5, 2.0}},
          stages,
          stages,
          step,
          PathDetail::areas,
          order_residual(tableau)};
}

}  // namespace dosde
