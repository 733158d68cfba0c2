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
  const Expression h = step_symbol();

  // The loadings at the stages' times. A row meets the sources that it loads, not all there are.
  std::vector<std::vector<std::vector<Expression>>> loadings(stages);  // [stage][row][term]
  for (std::size_t i = 0; i < stages; ++i)
    loadings[i] = noise_terms_at(problem, stage_at(problem, tableau.c1[i], present_states(problem)));
  const auto weighted = [&](const std::vector<double>& weights, std::size_t row, std::size_t term, std::size_t count) {
    std::vector<Expression> values;
    for (std::size_t j = 0; j < count; ++j) values.push_back(loadings[j][row][term]);
    return weighted_sum(weights, values);
  };
  const auto integral = [&](std::size_t row, std::size_t term) {  // I_(1,0)/h = ΔW/2 + H
    const std::string& source = problem.rows[row].noise[term].source;
    return fma(0.5, increment_symbol(source), area_symbol(source));
  };

  std::vector<std::vector<Expression>> drifts;  // [stage][row]
  for (std::size_t i = 0; i < stages; ++i) {
    std::vector<Expression> noise(rows);
    std::vector<Expression> terms(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t term = 0; term < problem.rows[row].noise.size(); ++term)
        noise[row] = add_product(noise[row], weighted(tableau.b0[i], row, term, i), integral(row, term));
      terms[row] = add_weighted(noise[row], h, tableau.a0[i], column_of(drifts, row, tableau.a0[i].size()));
    }
    std::vector<Expression> states = moved_states(problem, terms);
    const double c = tableau.c0[i];
    const bool is_implicit = tableau.a0[i].size() > i;
    if (is_implicit) states = solve_for_states(problem, c, moved_states(problem, noise), states, tableau.a0[i][i] * h);
    const Stage stage = is_implicit ? stage_beyond_bounds(problem, c, states) : stage_at(problem, c, states);
    drifts.push_back(drifts_at(problem, stage));
  }

  std::vector<StepRow> next;
  for (std::size_t row = 0; row < rows; ++row) {
    const FreeRow& free = problem.rows[row];
    Expression value = add_weighted(Expression::symbol(free.name), h, tableau.alpha, column_of(drifts, row, stages));
    for (std::size_t term = 0; term < free.noise.size(); ++term) {
      const Expression increment = increment_symbol(free.noise[term].source);
      value = add_product(value, weighted(tableau.beta1, row, term, stages), increment);
      value = add_product(value, weighted(tableau.beta2, row, term, stages), integral(row, term));
    }
    next.push_back({free.variable, value});
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
