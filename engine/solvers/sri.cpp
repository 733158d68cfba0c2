#include "engine/solvers/sri.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// The source that a row loads: at most one, on scalar and on diagonal noise. Empty where it loads none.
std::string source_of(const FreeRow& row) { return row.noise.empty() ? std::string() : row.noise.front().source; }

/// Σ_j weights[j] values[j][row].
Expression weighted(const std::vector<double>& weights, const std::vector<std::vector<Expression>>& values,
                    std::size_t row, std::size_t count) {
  Expression sum;
  for (std::size_t j = 0; j < count; ++j) sum = add_product(sum, weights[j], values[j][row]);
  return sum;
}

}  // namespace

double order_residual(const SriTableau& t) {
  const std::vector<double> e(t.alpha.size(), 1.0);
  const std::vector<double> a1e = times(t.a1, e);
  const std::vector<double> b0e = times(t.b0, e);
  const std::vector<double> b1e = times(t.b1, e);
  const std::vector<double> b1b1e = times(t.b1, b1e);
  const std::vector<double> a1b0e = times(t.a1, b0e);
  return largest_of({dot(t.alpha, e) - 1.0,
                     dot(t.beta1, e) - 1.0,
                     dot(t.beta2, e),
                     dot(t.beta3, e),
                     dot(t.beta4, e),
                     dot(t.beta1, b1e),
                     dot(t.beta2, b1e) - 1.0,
                     dot(t.beta3, b1e),
                     dot(t.beta4, b1e),
                     dot(t.alpha, times(t.a0, e)) - 0.5,
                     dot(t.alpha, b0e) - 1.0,
                     dot(t.alpha, squares(b0e)) - 1.5,
                     dot(t.beta1, a1e) - 1.0,
                     dot(t.beta2, a1e),
                     dot(t.beta3, a1e) + 1.0,
                     dot(t.beta4, a1e),
                     dot(t.beta1, squares(b1e)) - 1.0,
                     dot(t.beta2, squares(b1e)),
                     dot(t.beta3, squares(b1e)) + 1.0,
                     dot(t.beta4, squares(b1e)) - 2.0,
                     dot(t.beta1, b1b1e),
                     dot(t.beta2, b1b1e),
                     dot(t.beta3, b1b1e),
                     dot(t.beta4, b1b1e) - 1.0,
                     0.5 * dot(t.beta1, a1b0e) + dot(t.beta3, a1b0e) / 3.0});
}

std::vector<StepRow> take_sri_step(const StepProblem& problem, const SriTableau& tableau) {
  const std::size_t stages = tableau.alpha.size();
  const std::size_t rows = problem.rows.size();
  const Expression h = step_symbol();
  const Expression root = sqrt(h);
  const Expression half_over_root = 0.5 / root;  // uniform: a division a run, not a lane and step
  const Expression over_6h = 1.0 / (6.0 * h);

  std::vector<std::vector<Expression>> f;  // [stage][row]
  std::vector<std::vector<Expression>> g;  // [stage][row], on the row's own source
  for (std::size_t i = 0; i < stages; ++i) {
    std::vector<Expression> drift_states = present_states(problem);
    std::vector<Expression> loading_states = drift_states;
    for (std::size_t row = 0; row < rows; ++row) {
      drift_states[row] = add_product(drift_states[row], weighted(tableau.a0[i], f, row, i), h);
      loading_states[row] = add_product(loading_states[row], weighted(tableau.a1[i], f, row, i), h);
      const std::string source = source_of(problem.rows[row]);
      if (source.empty()) continue;
      const Expression integral = fma(0.5, increment_symbol(source), area_symbol(source));
      drift_states[row] = add_product(drift_states[row], weighted(tableau.b0[i], g, row, i), integral);
      loading_states[row] = add_product(loading_states[row], weighted(tableau.b1[i], g, row, i), root);
    }
    f.push_back(drifts_at(problem, stage_at(problem, tableau.c0[i], drift_states)));
    const Stage stage = stage_at(problem, tableau.c1[i], loading_states);
    g.emplace_back();
    for (const auto& row : problem.rows)
      g.back().push_back(row.noise.empty() ? Expression() : value_at(problem, row.noise.front().loading, stage));
  }

  std::vector<StepRow> next;
  for (std::size_t row = 0; row < rows; ++row) {
    const FreeRow& free = problem.rows[row];
    Expression value = add_product(Expression::symbol(free.name), weighted(tableau.alpha, f, row, stages), h);
    if (!free.noise.empty()) {
      const std::string source = source_of(free);
      const Expression dw = increment_symbol(source);
      const Expression i10 = fma(0.5, dw, area_symbol(source));      // I_(1,0)/h
      const Expression i11 = fma(dw, dw, -h) * half_over_root;       // I_(1,1)/√h
      const Expression i111 = dw * fma(dw, dw, -3.0 * h) * over_6h;  // I_(1,1,1)/h
      value = add_product(value, weighted(tableau.beta1, g, row, stages), dw);
      value = add_product(value, weighted(tableau.beta2, g, row, stages), i11);
      value = add_product(value, weighted(tableau.beta3, g, row, stages), i10);
      value = add_product(value, weighted(tableau.beta4, g, row, stages), i111);
    }
    next.push_back({free.variable, value});
  }
  return next;
}

Scheme make_sri_scheme(const char* name, const char* title, const char* citation, double deterministic_order,
                       double weak_order, int drift_stages, int loading_stages,
                       std::vector<StepRow> (*step)(const StepProblem&), const SriTableau& tableau) {
  return {name,
          title,
          citation,
          Calculus::ito,
          {{NoiseClass::none, deterministic_order, deterministic_order},
           {NoiseClass::scalar, 1.5, weak_order},
           {NoiseClass::diagonal, 1.5, weak_order}},
          drift_stages,
          loading_stages,
          step,
          PathDetail::areas,
          order_residual(tableau)};
}

}  // namespace dosde
