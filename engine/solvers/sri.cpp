#include "engine/solvers/sri.hpp"

#include <cmath>
#include <optional>

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// The source that a row loads: at most one, on scalar and on diagonal noise. Empty where it loads none.
std::string source_of(const FreeRow& row) { return row.noise.empty() ? std::string() : row.noise.front().source; }

/// Weights that are those of ΔW, or their opposite, but for one loading.
struct Agreement {
  double sign = 1.0;
  std::size_t loading = 0;  ///< the one
  double rest = 0.0;        ///< its weight beyond the agreement
};

/// How weights agree with those of ΔW, to the digits that tableaus are printed with; nothing where they do not.
std::optional<Agreement> find_agreement(const std::vector<double>& weights, const std::vector<double>& of_increment) {
  for (const double sign : {1.0, -1.0}) {
    Agreement agreement = {.sign = sign};
    int others = 0;
    for (std::size_t j = 0; j < weights.size(); ++j) {
      const double rest = weights[j] - sign * of_increment[j];
      if (std::abs(rest) < 1e-12) continue;
      agreement.loading = j, agreement.rest = rest;
      ++others;
    }
    if (others <= 1) return agreement;
  }
  return std::nullopt;
}

/// An integral over a step: of_increment ΔW + rest.
struct Integral {
  double of_increment = 0.0;
  Expression rest;
};

Expression value_of(const Integral& integral, const Expression& increment) {
  return add_product(integral.rest, integral.of_increment, increment);
}

/// value + Σ_j g_j (β1_j ΔW + β2_j I_(1,1)/√h + β3_j I_(1,0)/h + β4_j I_(1,1,1)/h).
Expression add_noise(Expression value, const SriTableau& tableau, const std::string& source,
                     const std::vector<Expression>& loadings) {
  const Expression root = sqrt(step_symbol());  // what is of the step alone is computed once a run
  const Expression dw = increment_symbol(source);
  const Expression square = dw * dw * (0.5 / root) - 0.5 * root;             // I_(1,1)/√h = (ΔW² - h)/(2 √h)
  const Expression cube = dw * fma(1.0 / (3.0 * root), square, -1.0 / 3.0);  // I_(1,1,1)/h = (ΔW³ - 3 h ΔW)/(6 h)
  const Integral i10 = {0.5, area_symbol(source)}, i11 = {0.0, square};

  // β3 is -β1, and SRIW1's β2 is β1, but for one loading: such integrals share the sum of loadings with ΔW.
  Integral shared = {1.0, {}};
  const auto add = [&](const std::vector<double>& weights, const Integral& integral) {
    const std::optional<Agreement> found = find_agreement(weights, tableau.beta1);
    if (!found) return add_product(value, weighted_sum(weights, loadings), value_of(integral, dw));
    shared.of_increment += found->sign * integral.of_increment;
    shared.rest = found->sign > 0.0 ? shared.rest + integral.rest : shared.rest - integral.rest;
    return add_product(value, found->rest, loadings[found->loading] * value_of(integral, dw));
  };
  value = add(tableau.beta3, i10);
  value = add(tableau.beta2, i11);
  value = add_product(value, weighted_sum(tableau.beta1, loadings), value_of(shared, dw));
  return add_product(value, weighted_sum(tableau.beta4, loadings), cube);
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
      for (std::size_t j = 0; j < loadings.size(); ++j)
        drift_states[row] = add_product(drift_states[row], tableau.b0[i][j], loadings[j] * integral);
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
    if (!free.noise.empty()) value = add_noise(value, tableau, source_of(free), loadings);
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
