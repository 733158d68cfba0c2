#include "engine/solvers/sri.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// The source that a row loads: at most one, on scalar and on diagonal noise. Empty where it loads none.
std::string source_of(const FreeRow& row) { return row.noise.empty() ? std::string() : row.noise.front().source; }

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
      const std::vector<Expression> drifts = column_of(f, row, i), loadings = column_of(g, row, i);
      drift_states[row] = add_weighted(drift_states[row], h, tableau.a0[i], drifts);
      loading_states[row] = add_weighted(loading_states[row], h, tableau.a1[i], drifts);
      const std::string source = source_of(problem.rows[row]);
      if (source.empty()) continue;
      const Expression integral = fma(0.5, increment_symbol(source), area_symbol(source));
      drift_states[row] = add_product(drift_states[row], weighted_sum(tableau.b0[i], loadings), integral);
      loading_states[row] = add_weighted(loading_states[row], root, tableau.b1[i], loadings);
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
    const std::vector<Expression> loadings = column_of(g, row, stages);
    Expression value = add_weighted(Expression::symbol(free.name), h, tableau.alpha, column_of(f, row, stages));
    if (!free.noise.empty()) {
      const std::string source = source_of(free);
      const Expression dw = increment_symbol(source);
      const Expression i10 = fma(0.5, dw, area_symbol(source));      // I_(1,0)/h
      const Expression i11 = fma(dw, dw, -h) * half_over_root;       // I_(1,1)/√h
      const Expression i111 = dw * fma(dw, dw, -3.0 * h) * over_6h;  // I_(1,1,1)/h
      value = add_product(value, weighted_sum(tableau.beta1, loadings), dw);
      value = add_product(value, weighted_sum(tableau.beta2, loadings), i11);
      value = add_product(value, weighted_sum(tableau.beta3, loadings), i10);
      value = add_product(value, weighted_sum(tableau.beta4, loadings), i111);
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
