// The exact step of linear equations with additive noise: mean and covariance of one step from its formula, against
// closed forms; laws of whole runs at long steps; one world under every intervention.

#include "engine/solvers/schemes/exact_linear.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>

#include "engine/core/error.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/registry.hpp"
#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/solvers/refusal.hpp"

namespace dosde {
namespace {

struct LinearRow {
  std::string name, drift;
  std::vector<std::pair<std::string, std::string>> noise;
};

StepProblem linear_problem(const std::vector<LinearRow>& rows, double step) {
  StepProblem problem;
  problem.step = step;
  for (const auto& row : rows) {
    problem.rows.push_back(
        {VariableId{static_cast<std::int32_t>(problem.rows.size())}, row.name, parse_expression(row.drift), {}});
    for (const auto& [source, loading] : row.noise)
      problem.rows.back().noise.push_back({source, parse_expression(loading), {}});
  }
  return problem;
}

/// The law of a step: its formula is affine in the states and in independent normals of known variance.
class StepLaw {
 public:
  StepLaw(const std::vector<LinearRow>& rows, double step)
      : rows_(exact_linear_scheme().step(linear_problem(rows, step))) {
    for (const auto& row : rows) origin_[row.name] = 0.0;
    for (const auto& row : rows_)
      for (const auto& symbol : symbols_of(row.next))
        if (symbol[0] == 'd') variances_[symbol] = symbol[1] == 'W' ? step : step / 12.0;
    for (const auto& [symbol, variance] : variances_) origin_[symbol] = 0.0;
  }

  [[nodiscard]] double mean(std::size_t row, const std::map<std::string, double>& states = {}) const {
    Point point{origin_, {}};
    for (const auto& [name, value] : states) point.values[name] = value;
    return evaluate_scalar(rows_[row].next, point);
  }
  [[nodiscard]] double coefficient(std::size_t row, const std::string& symbol) const {
    Point point{origin_, {}};
    point.values[symbol] = 1.0;
    return evaluate_scalar(rows_[row].next, point) - mean(row);
  }
  [[nodiscard]] double covariance(std::size_t a, std::size_t b) const {
    double sum = 0.0;
    for (const auto& [symbol, variance] : variances_) sum += coefficient(a, symbol) * coefficient(b, symbol) * variance;
    return sum;
  }

 private:
  std::vector<StepRow> rows_;
  std::map<std::string, double> origin_, variances_;
};

void expect_close(double found, double expected, const std::string& what) {
  EXPECT_LE(std::abs(found - expected), 1e-12 * std::abs(expected)) << what << ": " << found << " and " << expected;
}

TEST(ExactLinear, OneStepOfAnOrnsteinUhlenbeckProcessAtAnyLength) {
  for (const double h : {1e-6, 1e-3, 0.1, 1.0, 10.0, 100.0}) {
    const double theta = 2.0;
    const StepLaw law({{"x", "-2*x + 3", {{"W", "0.5"}}}}, h);
    const std::string step = "step " + std::to_string(h);
    const double forgotten = -std::expm1(-theta * h) / theta;
    EXPECT_NEAR(law.mean(0, {{"x", 1.25}}), 1.25 * std::exp(-theta * h) + 3.0 * forgotten, 1e-12) << step;
    expect_close(law.covariance(0, 0), 0.25 * -std::expm1(-2.0 * theta * h) / (2.0 * theta), step);
    // Given the path's increment it is the conditional mean: E[x' ΔW] = σ (1 - e^{-θh})/θ.
    expect_close(law.coefficient(0, "dW:W") * h, 0.5 * forgotten, step);
  }
}

TEST(ExactLinear, OneStepOfAFeedbackLoopWithAStationaryLawInClosedForm) {
  // A = [[-1, a], [b, -1]], a = 1/2, b = -1: e^{Ah} turns with the frequency √(-ab); Σ = (11/24, -1/12, 7/12).
  const double w = std::sqrt(0.5);
  for (const double h : {1e-3, 0.1, 1.0, 10.0, 60.0}) {
    const StepLaw law({{"x", "-x + 0.5*y", {{"x", "1"}}}, {"y", "-x - y", {{"y", "1"}}}}, h);
    const double d = std::exp(-h), c = d * std::cos(w * h), s = d * std::sin(w * h) / w;
    const double e[2][2] = {{c, 0.5 * s}, {-s, c}};
    const double stationary[2][2] = {{11.0 / 24.0, -1.0 / 12.0}, {-1.0 / 12.0, 7.0 / 12.0}};
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_NEAR(law.mean(i, {{"x", 2.0}, {"y", -1.0}}), 2.0 * e[i][0] - e[i][1], 1e-12) << h;
      for (std::size_t j = 0; j < 2; ++j) {
        double expected = stationary[i][j];
        for (std::size_t k = 0; k < 2; ++k)
          for (std::size_t l = 0; l < 2; ++l) expected -= e[i][k] * stationary[k][l] * e[j][l];
        EXPECT_NEAR(law.covariance(i, j), expected, 1e-12) << "step " << h << ", rows " << i << ", " << j;
      }
    }
  }
}

TEST(ExactLinear, ADefectiveMatrixAndNoiseOnOneRowOnly) {
  // y' = x - y with the same rate as x: responses e^{-v} and v e^{-v}; the covariance of a short step is nearly
  // singular.
  for (const double h : {1e-2, 0.5, 3.0}) {
    const StepLaw law({{"x", "-x", {{"W", "1"}}}, {"y", "x - y", {}}}, h);
    const double e = std::exp(-2.0 * h);
    EXPECT_NEAR(law.covariance(0, 0), (1.0 - e) / 2.0, 1e-12);
    EXPECT_NEAR(law.covariance(0, 1), (1.0 - e) / 4.0 - h * e / 2.0, 1e-12);
    EXPECT_NEAR(law.covariance(1, 1), (1.0 - e) / 4.0 - h * e / 2.0 - h * h * e / 2.0, 1e-12);
  }
}

TEST(ExactLinear, IntegralsOfThePathAndGrowth) {
  const double h = 2.0;
  const StepLaw law({{"x", "0", {{"W", "3"}}}, {"y", "x", {}}, {"z", "z", {{"W", "1"}, {"V", "2"}}}}, h);
  expect_close(law.covariance(0, 0), 9.0 * h, "W");
  expect_close(law.covariance(0, 1), 9.0 * h * h / 2.0, "W with its integral");
  expect_close(law.covariance(1, 1), 9.0 * h * h * h / 3.0, "the integral of W");
  expect_close(law.covariance(2, 2), 5.0 * std::expm1(2.0 * h) / 2.0, "growth, two sources");
  expect_close(law.covariance(0, 2), 3.0 * std::expm1(h), "a shared source");
}

/// The feedback loop of the closed form above.
Experiment loop(double step, std::int64_t steps) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "-x + a*y", {{"x", Expression(1.0)}}, Expression(3.0)),
                                make_variable("y", "b*x - y", {{"y", Expression(1.0)}}, Expression(0.0)),
                                make_variable("z", "y - 2*z", {{"x", Expression(0.5)}}, Expression(0.0))};
  experiment.model.parameters = {make_parameter("a", Expression(0.5)), make_parameter("b", Expression(-1.0))};
  experiment.time = {0.0, step, steps};
  experiment.saves = save_at_steps(experiment.time, {steps});
  experiment.scheme = "exact_linear";
  experiment.trajectories = 40000;
  experiment.seed = 11;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

TEST(ExactLinear, RunsAtLongStepsHaveTheStationaryLaw) {
  // Four standard errors of 40,000 trajectories: of a mean √(Σ/n), of a variance Σ √(2/n).
  const double standard = 1.0 / std::sqrt(40000.0);
  for (const double step : {0.5, 4.0, 40.0}) {
    const Recording recording = simulate(loop(step, static_cast<std::int64_t>(40.0 / step)));
    const double variances[2] = {11.0 / 24.0, 7.0 / 12.0};
    double product = 0.0;
    for (std::size_t i = 0; i < 2; ++i) {
      const Moments& moments = recording.moments[i];
      EXPECT_NEAR(moments.mean, 0.0, 4.0 * standard * std::sqrt(variances[i])) << step;
      EXPECT_NEAR(moments.sum_of_squares / 39999.0, variances[i], 4.0 * standard * std::sqrt(2.0) * variances[i])
          << step;
    }
    for (std::size_t n = 0; n < 40000; ++n)
      product += recording.state(0, n, 0, 0) * recording.state(0, n, 0, 1) / 40000.0;
    EXPECT_NEAR(product, -1.0 / 12.0, 4.0 * standard * std::sqrt(variances[0] * variances[1] + 1.0 / 144.0)) << step;
  }
}

TEST(ExactLinear, AStepOfManyCellsHasTheSameLawAndIncrement) {
  // Its increments and areas are those of the cells' path: against Euler–Maruyama on a thousand times finer steps only
  // the further coefficients differ, of order h^{5/2} a step.
  Experiment coarse = loop(0.25, 4);
  coarse.trajectories = 200;
  coarse.noise_cell = 0x1p-12;
  Experiment fine = coarse;
  fine.scheme = "sra1";
  fine.time = {0.0, 0x1p-12, 4096};
  fine.saves = save_at_steps(fine.time, {4096});
  Experiment finer = loop(0.125, 8);
  finer.trajectories = 200;
  finer.noise_cell = 0x1p-12;
  const Recording reference = simulate(fine), wide = simulate(coarse), narrow = simulate(finer);
  double errors[2] = {};
  for (std::size_t n = 0; n < 200; ++n) {
    errors[0] += std::pow(wide.state(0, n, 0, 0) - reference.state(0, n, 0, 0), 2) / 200.0;
    errors[1] += std::pow(narrow.state(0, n, 0, 0) - reference.state(0, n, 0, 0), 2) / 200.0;
  }
  // 200 squares of normals: the ratio of the root mean squares has a standard error of 7 %.
  EXPECT_LT(std::sqrt(errors[0]), 5e-3);
  EXPECT_NEAR(std::log2(std::sqrt(errors[0] / errors[1])), 2.0, 0.5);
}

TEST(ExactLinear, AnInterventionMovesNoBitOfWhatItDoesNotReach) {
  // x drives w and is not driven; other mechanisms, clamps and faster rates of w and v must not move x.
  Experiment experiment = loop(1.0, 8);
  experiment.model.variables = {make_variable("w", "0.7*x - w + 0.3*v", {{"x", Expression(1.0)}}, Expression(0.0)),
                                make_variable("x", "-x", {{"x", Expression(1.0)}}, Expression(1.0)),
                                make_variable("v", "w - v", {{"v", Expression(1.0)}}, Expression(0.0))};
  experiment.trajectories = 50;
  experiment.scenarios.resize(4);
  experiment.scenarios[1].interventions = {make_intervention("clamp", "w", {{"value", formula("2")}})};
  experiment.scenarios[2].interventions = {make_intervention("scale_drift", "w", {{"factor", formula("20")}})};
  experiment.scenarios[3].interventions = {make_intervention("shift", "v", {{"value", formula("3")}})};
  for (std::size_t s = 0; s < 4; ++s) experiment.scenarios[s].name = "s" + std::to_string(s);
  const Recording recording = simulate(experiment);
  for (std::size_t s = 1; s < 4; ++s)
    for (std::size_t n = 0; n < 50; ++n) {
      const double observed = recording.state(0, n, 0, 1), other = recording.state(s, n, 0, 1);
      EXPECT_EQ(std::memcmp(&observed, &other, sizeof observed), 0) << s << ", " << n;
    }
  // A shift moves every trajectory by the same number (causal ground truth of linear equations).
  const double moved = recording.state(3, 0, 0, 2) - recording.state(0, 0, 0, 2);
  for (std::size_t n = 1; n < 50; ++n)
    EXPECT_NEAR(recording.state(3, n, 0, 2) - recording.state(0, n, 0, 2), moved, 1e-12);
}

TEST(ExactLinear, RefusesWhatHasNoGaussianStep) {
  Experiment experiment = loop(0.5, 4);
  experiment.model.variables[0].drift = parse_expression("-x^3 + y");
  expect_refusal(experiment, "the drift of row 'x' is not seen to be linear: its derivative by 'x' is");
  experiment = loop(0.5, 4);
  experiment.model.variables[0].drift = parse_expression("-x + sin(t)");
  expect_refusal(experiment, "the drift of row 'x' names the time or an input");
  experiment = loop(0.5, 4);
  experiment.model.variables[1].noise[0].loading = parse_expression("exp(-t)");
  expect_refusal(experiment, "the loading on 'y' of row 'y' names the time or an input");
  experiment = loop(0.5, 4);
  experiment.model.variables[1].noise[0].loading = parse_expression("y");
  expect_refusal(experiment, "does not fit this model's");
  experiment = loop(0.5, 4);
  experiment.model.variables[0].lower = Expression(0.0);
  expect_refusal(experiment, "row 'x' has reflecting bounds");
  experiment = loop(0.5, 4);
  experiment.model.parameters[0].value = Law{"uniform", {Expression(0.25), Expression(0.75)}};
  expect_refusal(experiment, "the drift of row 'x' has the coefficient a at 'y'");
  experiment = loop(0.5, 4);
  experiment.saves.times = {0.7, 2.0};
  expect_refusal(experiment, "cannot stop inside a step, at 0.7");
  expect_refusal(loop(1000.0, 4), "the step 1000 is too long for this model's fastest rates");
  experiment = loop(0.5, 4);
  experiment.scenarios[0].name = "forced";
  experiment.scenarios[0].interventions = {
      make_intervention("clamp", "y", {{"value", formula("sin(t)")}}, {0.5, 1.5, {}})};
  expect_refusal(experiment, "does not fit the scenario 'forced': the drift of row 'x' names the time or an input");
}

/// Their derivatives are constant, and they are not linear.
TEST(ExactLinear, RefusesJumpsAndKinks) {
  for (const char* drift : {"-x + sign(y)", "-x + where(y > 0, 1, -1)", "floor(y) - x", "2*(y > 0) - x",
                            "max(y, 0) - x", "-x + 0.5*abs(x)"}) {
    Experiment experiment = loop(0.5, 4);
    experiment.model.variables[0].drift = parse_expression(drift);
    expect_refusal(experiment, "is not linear: it has a jump or a kink");
  }
}

TEST(ExactLinear, AutoDoesNotTakeIt) {
  Experiment experiment = loop(0.5, 4);
  experiment.scheme = "auto";
  EXPECT_NE(compile_run(experiment).scheme.scheme->name, "exact_linear");
}

}  // namespace
}  // namespace dosde
