#include "engine/solvers/schemes/rosenbrock4.hpp"

#include <utility>

#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"
#include "engine/solvers/linear_solve.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"
#include "engine/solvers/tableau.hpp"

namespace dosde {
namespace {

constexpr double gamma = 0.25;
const std::vector<double> stage_times = {0.0, 0.386, 0.21, 0.63, 1.0, 1.0};
/// Of ∂f/∂t. Boost.Odeint 1.74 has the last with the other sign, and falls to order 1 where the drift names the time.
const std::vector<double> clock = {0.25, -0.1043, 0.1035, -0.3620000000000023e-01, 0.0, 0.0};
const std::vector<double> fifth = {1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950};
const TableauMatrix supports = {{},
                                {1.544},
                                {0.9466785280815826, 0.2557011698983284},
                                {3.314825187068521, 2.896124015972201, 0.9986419139977817},
                                fifth,
                                {fifth[0], fifth[1], fifth[2], fifth[3], 1.0}};
const TableauMatrix couplings = {
    {},
    {-5.6688},
    {-2.430093356833875, -0.2063599157091915},
    {-0.1073529058151375, -9.594562251023355, -20.47028614809616},
    {7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160},
    {8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054}};

SchemeFit fit(const StepProblem& problem) {
  for (const auto& row : problem.rows) {
    const auto tables = tables_of(row.drift);
    if (!tables.empty())
      return {Misfit{"the drift of row '" + row.name + "' names the input '" + *tables.begin() + "'",
                     "the scheme takes the drift's derivative in time, and a table has none at its rows",
                     "choose dopri5, or implicit_midpoint where the drift is stiff"}};
  }
  return {};
}

class Rosenbrock {
 public:
  explicit Rosenbrock(const StepProblem& problem) : problem_(problem), stretch_(gamma * step_symbol()) {
    const Stage start = stage_at(problem, 0.0, present_states(problem));
    const auto jacobian = drift_jacobian(problem);
    matrix_.resize(jacobian.size());
    for (std::size_t i = 0; i < jacobian.size(); ++i) {
      matrix_[i].emplace(i, Expression(1.0));
      for (const auto& [column, derivative] : jacobian[i])
        matrix_[i][column] = add_product(matrix_[i][column], -stretch_, value_at(problem, derivative, start));
      const Expression& drift = problem.rows[i].drift;
      const std::string t = time_symbol().name();
      clock_.push_back(depends_on(drift, t) ? step_symbol() * value_at(problem, differentiate(drift, t), start)
                                            : Expression());
    }
  }

  std::vector<StepRow> step() {
    for (std::size_t i = 0; i < stage_times.size(); ++i) {
      auto right = drifts_at(problem_, stage_at(problem_, stage_times[i], plus(supports[i], present_states(problem_))));
      right = plus_products(right, clock[i], clock_);
      for (auto& row : right) row = stretch_ * row;
      std::vector<double> factors = couplings[i];
      for (double& factor : factors) factor *= gamma;
      solutions_.push_back(solve_linear(matrix_, plus(factors, std::move(right))));
    }
    std::vector<double> factors = supports.back();
    factors.push_back(1.0);
    return rows_of(problem_, plus(factors, present_states(problem_)));
  }

 private:
  /// sums + Σ_j factors_j g_j.
  [[nodiscard]] std::vector<Expression> plus(const std::vector<double>& factors, std::vector<Expression> sums) const {
    for (std::size_t j = 0; j < factors.size(); ++j) sums = plus_products(std::move(sums), factors[j], solutions_[j]);
    return sums;
  }

  const StepProblem& problem_;
  Expression stretch_;
  std::vector<SparseRow> matrix_;
  std::vector<Expression> clock_;  ///< h ∂f/∂t
  std::vector<std::vector<Expression>> solutions_;
};

std::vector<StepRow> step(const StepProblem& problem) { return Rosenbrock(problem).step(); }

}  // namespace

Scheme rosenbrock4_scheme() {
  Scheme scheme{"rosenbrock4",
                "RODAS, a Rosenbrock method of order 4 for stiff drifts, without noise",
                "Hairer & Wanner 1996, Solving Ordinary Differential Equations II, IV.7",
                Calculus::ito,
                {{NoiseClass::none, 4.0, 4.0}},
                6,
                0,
                &step};
  scheme.drift_step = DriftStep::solved;
  scheme.fit = &fit;
  return scheme;
}

}  // namespace dosde
