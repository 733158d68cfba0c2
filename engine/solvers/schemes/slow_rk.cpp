#include "engine/solvers/schemes/slow_rk.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr int stages = 7;
constexpr double c[stages] = {0.0, 0.5, 0.5, 0.5, 0.5, 0.75, 1.0};
constexpr double a[stages] = {0.0, 0.5, 0.5, 0.5, 0.5, 0.75, 1.0};
constexpr double increments[stages][stages] = {
    {}, {}, {0.0, 0.5}, {0.0, 0.0, 0.5}, {0.0, 0.0, 0.0, 1.0}, {0.0, 0.0, 0.0, 0.75}, {0.0, 0.0, 0.5}};
constexpr double areas[stages][stages] = {{}, {}, {}, {}, {}, {0.0, 0.0, 0.0, 1.5}, {}};
constexpr double drift_weights[stages] = {1.0 / 3.0, 0.0, 0.0, 0.0, 0.0, 2.0 / 3.0, 0.0};
constexpr double increment_weights[stages] = {0.0, 1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0, 0.0, 0.0};
constexpr double area_weights[stages] = {0.0, 0.0, 0.0, 2.0, 0.0, 0.0, -2.0};

std::vector<StepRow> step(const StepProblem& problem) {
  const Expression h = step_symbol();
  const std::vector<std::string> sources = sources_of(problem);
  const std::vector<Expression> nothing(problem.rows.size());
  std::vector<std::vector<std::vector<Expression>>> loadings(stages);  // [stage][source][row]
  /// What the stages before `count` add by their weights of increments and areas.
  const auto noise_of = [&](std::vector<Expression> moves, const double* of_increment, const double* of_area,
                            int count) {
    for (int j = 0; j < count; ++j)
      for (std::size_t k = 0; k < sources.size(); ++k) {
        const Expression weight = add_product(add_product(Expression(), of_increment[j], increment_symbol(sources[k])),
                                              of_area[j], area_symbol(sources[k]));
        moves = plus_products(moves, weight, loadings[static_cast<std::size_t>(j)][k]);
      }
    return moves;
  };

  std::vector<Expression> first;   // drifts at stage 1
  std::vector<Expression> second;  // and at the one of the other weight
  for (int i = 0; i < stages; ++i) {
    const std::vector<Expression> drifted = i == 0 ? nothing : plus_products(nothing, a[i] * h, first);
    const Stage stage = stage_at(problem, c[i], moved_states(problem, noise_of(drifted, increments[i], areas[i], i)));
    if (i == 0) first = drifts_at(problem, stage);
    if (i > 0 && drift_weights[i] != 0.0) second = drifts_at(problem, stage);
    for (const auto& source : sources)
      loadings[static_cast<std::size_t>(i)].push_back(
          increment_weights[i] != 0.0 || area_weights[i] != 0.0 ? loadings_at(problem, source, stage) : nothing);
  }
  const std::vector<Expression> drifted =
      plus_products(plus_products(nothing, drift_weights[0] * h, first), drift_weights[5] * h, second);
  return next_rows(problem, noise_of(drifted, increment_weights, area_weights, stages));
}

}  // namespace

Scheme slow_rk_scheme() {
  return {"slow_rk",
          "SlowRK: Runge–Kutta of strong order 3/2 for commutative noise (Stratonovich)",
          "Foster, dos Reis & Strange 2023, arXiv 2210.17543",
          Calculus::stratonovich,
          orders_on_any_noise({2.0, 2.0}, {1.5, 2.0}, {1.5, 2.0}, {0.5, 1.0}),
          2,
          5,
          &step,
          PathDetail::areas};
}

}  // namespace dosde
