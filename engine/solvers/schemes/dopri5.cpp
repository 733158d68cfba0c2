#include "engine/solvers/schemes/dopri5.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"
#include "engine/solvers/tableau.hpp"

namespace dosde {
namespace {

const std::vector<double> stage_times = {0.0, 1.0 / 5.0, 3.0 / 10.0, 4.0 / 5.0, 8.0 / 9.0, 1.0};
const TableauMatrix supports = {{},
                                {1.0 / 5.0},
                                {3.0 / 40.0, 9.0 / 40.0},
                                {44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0},
                                {19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0},
                                {9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0}};
const std::vector<double> weights = {35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0};

/// x + h Σ_j weights_j slopes_j.
std::vector<Expression> advance(const StepProblem& problem, const std::vector<double>& factors,
                                const std::vector<std::vector<Expression>>& slopes) {
  std::vector<Expression> slope(problem.rows.size());
  for (std::size_t j = 0; j < factors.size(); ++j) slope = plus_products(slope, factors[j], slopes[j]);
  return plus_products(present_states(problem), step_symbol(), slope);
}

std::vector<StepRow> step(const StepProblem& problem) {
  std::vector<std::vector<Expression>> slopes;
  for (std::size_t i = 0; i < stage_times.size(); ++i)
    slopes.push_back(drifts_at(problem, stage_at(problem, stage_times[i], advance(problem, supports[i], slopes))));
  return rows_of(problem, advance(problem, weights, slopes));
}

}  // namespace

Scheme dopri5_scheme() {
  return {"dopri5",
          "Dormand & Prince's Runge–Kutta method of order 5, without noise",
          "Dormand & Prince 1980, J. Comput. Appl. Math. 6:19",
          Calculus::ito,
          {{NoiseClass::none, 5.0, 5.0}},
          6,
          0,
          &step};
}

}  // namespace dosde
