#include "engine/solvers/schemes/w2ito1.hpp"

#include <cmath>

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// DRI1's weights of the loadings in the second and third support value of the drift.
const double second_weight = (6.0 - std::sqrt(6.0)) / 10.0;
const double third_weight = (3.0 + 2.0 * std::sqrt(6.0)) / 5.0;

std::vector<StepRow> step(const StepProblem& problem) {
  const Expression h = step_symbol();
  const std::vector<std::string> sources = sources_of(problem);
  const std::vector<Expression> nothing(problem.rows.size());
  const Stage start = stage_at(problem, 0.0, present_states(problem));
  std::vector<std::vector<Expression>> loadings;  // [source][row], at the start
  std::vector<Expression> noise = nothing;        // Σ_k g_k ξ_k
  for (const auto& source : sources) {
    loadings.push_back(loadings_at(problem, source, start));
    noise = plus_products(noise, increment_symbol(source), loadings.back());
  }
  const std::vector<Expression> first = drifts_at(problem, start);
  const auto drift_beside = [&](double c, std::vector<Expression> moves, double weight) {
    return drifts_at(problem,
                     stage_at(problem, c, moved_states(problem, plus_products(std::move(moves), weight, noise))));
  };
  const auto second = drift_beside(0.5, plus_products(nothing, 0.5 * h, first), second_weight);
  const auto third = drift_beside(1.0, plus_products(plus_products(nothing, -h, first), 2.0 * h, second), third_weight);

  std::vector<Expression> moves = plus_products(nothing, h / 6.0, first);
  moves = plus_products(plus_products(moves, 2.0 / 3.0 * h, second), h / 6.0, third);
  if (sources.empty()) return next_rows(problem, moves);

  // The signs of the step are those of its first two sources.
  const Expression zeta = sign_symbol(sources[0]);
  const Expression over_h = 1.0 / h;  // uniform
  const Expression eta = sources.size() > 1 ? sign_symbol(sources[1]) * (1.0 / sqrt(h)) : Expression();
  const std::vector<Expression> drifted = plus_products(nothing, 0.25 * h, first);
  for (std::size_t k = 0; k < sources.size(); ++k) {
    const Expression xi = increment_symbol(sources[k]);
    const Expression twice_x = (xi * xi * zeta) * over_h - zeta;  // 2 X_k, as ζ² = h
    std::vector<Expression> above = plus_products(drifted, 0.5 * zeta, loadings[k]);
    for (std::size_t l = 0; l < sources.size(); ++l) {
      if (l == k) continue;
      const Expression sign = k < l ? -eta : eta;
      above = plus_products(above, 0.5 * increment_symbol(sources[l]) * (1.0 + sign), loadings[l]);
    }
    const auto below = plus_products(drifted, -0.5 * zeta, loadings[k]);
    const auto at_above = loadings_at(problem, sources[k], stage_at(problem, 0.25, moved_states(problem, above)));
    const auto at_below = loadings_at(problem, sources[k], stage_at(problem, 0.25, moved_states(problem, below)));
    for (std::size_t row = 0; row < moves.size(); ++row) {
      const Expression& here = loadings[k][row];
      if (here.is_same(at_above[row])) {
        moves[row] = add_product(moves[row], here, xi);
        continue;
      }
      moves[row] = add_product(moves[row], here, twice_x - xi);
      moves[row] = add_product(moves[row], at_above[row], xi);
      moves[row] = add_product(moves[row], at_below[row], xi - twice_x);
    }
  }
  return next_rows(problem, moves);
}

}  // namespace

Scheme w2ito1_scheme() {
  return {"w2ito1",
          "W2Ito1: Runge–Kutta of weak order 2 with few loadings",
          "Tang & Xiao 2017, BIT Numer. Math. 57:241",
          Calculus::ito,
          weak_orders(3.0, 2.0),
          3,
          3,
          &step,
          PathDetail::three_points};
}

}  // namespace dosde
