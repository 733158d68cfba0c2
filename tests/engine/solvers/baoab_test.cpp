// BAOAB: its law without sampling. A step of a linear Langevin equation is affine in the states and in independent
// normals, so that stationary covariances of the scheme itself solve a Lyapunov equation.

#include "engine/solvers/schemes/baoab.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <unsupported/Eigen/KroneckerProduct>

#include "engine/core/error.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/registry.hpp"
#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/solvers/refusal.hpp"

namespace dosde {
namespace {

struct LangevinRow {
  std::string name, drift;
  std::vector<std::pair<std::string, std::string>> noise;
};

StepProblem langevin_problem(const std::vector<LangevinRow>& rows) {
  StepProblem problem;
  for (const auto& row : rows) {
    problem.rows.push_back(
        {VariableId{static_cast<std::int32_t>(problem.rows.size())}, row.name, parse_expression(row.drift), {}});
    for (const auto& [source, loading] : row.noise)
      problem.rows.back().noise.push_back({source, parse_expression(loading), {}});
  }
  return problem;
}

/// The covariance that a scheme's steps of a linear problem with one source, W, keep: P = M P Mᵀ + h b bᵀ.
Eigen::MatrixXd stationary_covariance(const Scheme& scheme, const std::vector<LangevinRow>& rows, double h) {
  const auto formulas = scheme.step(langevin_problem(rows));
  const auto size = static_cast<Eigen::Index>(rows.size());
  Point point;
  point.values = {{"step:", h}, {"t", 0.0}, {"dW:W", 0.0}};
  for (const auto& row : rows) point.values[row.name] = 0.0;
  const auto column = [&](const std::string& symbol) {
    Point moved = point;
    moved.values[symbol] = 1.0;
    Eigen::VectorXd values(size);
    for (Eigen::Index i = 0; i < size; ++i)
      values[i] = evaluate_scalar(formulas[static_cast<std::size_t>(i)].next, moved);
    return values;
  };
  Eigen::MatrixXd step(size, size);
  for (Eigen::Index j = 0; j < size; ++j) step.col(j) = column(rows[static_cast<std::size_t>(j)].name);
  const Eigen::MatrixXd noise = h * column("dW:W") * column("dW:W").transpose();
  const Eigen::MatrixXd system =
      Eigen::MatrixXd::Identity(size * size, size * size) - Eigen::kroneckerProduct(step, step);
  return system.fullPivLu().solve(noise.reshaped()).reshaped(size, size);
}

TEST(Baoab, PositionsInAHarmonicWellHaveTheirStationaryLawAtEveryStep) {
  // dx = v dt, dv = (-ω² x - γ v) dt + s dW: ⟨x²⟩ = s²/(2 γ ω²), ⟨v²⟩ = s²/(2γ). ω² = 4, stable for ω h < 2.
  for (const double friction : {0.1, 1.0, 30.0})
    for (const double h : {0.01, 0.1, 0.5, 0.9}) {
      const std::vector<LangevinRow> well = {{"x", "v", {}},
                                             {"v", "-4*x - " + std::to_string(friction) + "*v", {{"W", "0.7"}}}};
      const Eigen::MatrixXd found = stationary_covariance(baoab_scheme(), well, h);
      const double exact = 0.49 / (2.0 * friction * 4.0);
      EXPECT_NEAR(found(0, 0), exact, 1e-12 * exact) << "friction " << friction << ", step " << h;
      // Velocities are of order 2: 1 - (ωh)²/4 of their variance.
      EXPECT_NEAR(found(1, 1), 4.0 * exact * (1.0 - h * h), 1e-11) << "friction " << friction << ", step " << h;
      // The test can fail: not every scheme is exact.
      if (h == 0.5 && friction == 1.0) {
        EXPECT_GT(std::abs(stationary_covariance(*find_scheme("stochastic_heun"), well, h)(0, 0) - exact),
                  1e-3 * exact);
      }
    }
}

TEST(Baoab, SeveralDegreesOfFreedomInOneWell) {
  // Two coupled particles of different friction, one source: potential ½ (2 x² + 3 y² - 2 x y), noise on y alone.
  const std::vector<LangevinRow> rows = {
      {"v", "-2*x + y - 0.5*v", {}}, {"x", "v", {}}, {"w", "x - 3*y - 2*w", {{"W", "1"}}}, {"y", "w", {}}};
  // Order 2 against the equation's own covariance: A P + P Aᵀ + b bᵀ = 0.
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(4, 4);
  a << -0.5, -2.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, -2.0, -3.0, 0.0, 0.0, 1.0, 0.0;
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(4, 4);
  Eigen::MatrixXd noise = Eigen::MatrixXd::Zero(4, 4);
  noise(2, 2) = 1.0;
  const Eigen::MatrixXd system = Eigen::kroneckerProduct(identity, a) + Eigen::kroneckerProduct(a, identity);
  const Eigen::MatrixXd exact = system.fullPivLu().solve(-Eigen::VectorXd(noise.reshaped())).reshaped(4, 4);
  const double coarse = (stationary_covariance(baoab_scheme(), rows, 0.02) - exact).norm();
  const double fine = (stationary_covariance(baoab_scheme(), rows, 0.01) - exact).norm();
  EXPECT_NEAR(std::log2(coarse / fine), 2.0, 0.02);
}

TEST(Baoab, WithoutNoiseAndFrictionItIsVelocityVerlet) {
  const auto rows = baoab_scheme().step(langevin_problem({{"v", "-sin(x)", {}}, {"x", "v", {}}}));
  double x = 0.3, v = 1.1;
  const double h = 0.25;
  Point point;
  point.values = {{"x", x}, {"v", v}, {"t", 0.0}, {"step:", h}};
  v -= 0.5 * h * std::sin(x);
  x += h * v;
  v -= 0.5 * h * std::sin(x);
  EXPECT_NEAR(evaluate_scalar(rows[0].next, point), v, 1e-15);
  EXPECT_NEAR(evaluate_scalar(rows[1].next, point), x, 1e-15);
}

/// A particle in a double well.
Experiment particle() {
  Experiment experiment;
  experiment.model.variables = {
      make_variable("x", "v", {}, Expression(1.0)),
      make_variable("v", "x - x^3 - gamma*v", {{"heat", parse_expression("sqrt(gamma)")}}, Expression(0.0))};
  experiment.model.parameters = {make_parameter("gamma", Expression(0.5))};
  experiment.time = {0.0, 0.125, 32};
  experiment.saves = save_every(experiment.time, 8);
  experiment.scheme = "baoab";
  experiment.trajectories = 64;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

TEST(Baoab, ServesClampsOfPositionsAndOfVelocities) {
  Experiment experiment = particle();
  experiment.scenarios.resize(3);
  experiment.scenarios[0].name = "left alone";
  experiment.scenarios[1].name = "held";
  experiment.scenarios[1].interventions = {
      make_intervention("clamp", "x", {{"value", formula("0.5")}}, {1.0, 3.0, {}})};
  experiment.scenarios[2].name = "dragged";
  experiment.scenarios[2].interventions = {
      make_intervention("clamp", "v", {{"value", formula("2*t")}}, {1.0, 3.0, {}})};
  const Recording found = simulate(experiment);
  // Dragged, x moves by ∫ 2t dt; the two halves of a step take it at quarters, which is exact for it.
  EXPECT_NEAR(found.state(2, 5, 3, 0) - found.state(2, 5, 1, 0), 8.0, 1e-12);
  EXPECT_EQ(found.state(1, 5, 2, 0), 0.5);
  EXPECT_EQ(found.state(1, 5, 1, 1), found.state(0, 5, 1, 1));
  EXPECT_NE(found.state(1, 5, 4, 1), found.state(0, 5, 4, 1));
}

TEST(Baoab, StepsMayBeTakenInPieces) {
  Experiment experiment = particle();
  experiment.saves.times = {0.7, 4.0};
  for (const auto& end : simulate(experiment).ends) EXPECT_EQ(end.status, TrajectoryStatus::done);
}

TEST(Baoab, RefusesOtherEquationsInASentenceThatNamesTheRow) {
  const auto refuses = [](const std::string& x, const std::string& v, const std::string& part) {
    Experiment experiment = particle();
    experiment.model.variables[0].drift = parse_expression(x);
    experiment.model.variables[1].drift = parse_expression(v);
    expect_refusal(experiment, part);
  };
  refuses("v - x", "-x", "row 'x' is a velocity and is moved by 'v', which is a velocity too");
  refuses("v", "-x - v^3", "row 'v' has a friction that is not constant: the derivative of its drift by 'v' is");
  refuses("v", "-x - x*v", "row 'v' has a friction that is not constant");
  refuses("v", "-x - t*v", "row 'v' has a friction that is not constant");
  refuses("v", "-x - v - 0.5*sign(v)", "row 'v' has a friction with a jump or a kink");
  Experiment experiment = particle();
  experiment.model.variables[0].lower = Expression(0.0);
  expect_refusal(experiment, "row 'x' has reflecting bounds");
  experiment = particle();
  experiment.model.variables.push_back(make_variable("y", "x + v", {}, Expression(0.0)));
  expect_refusal(experiment, "row 'y' is a velocity and is moved by 'v', which is a velocity too");
  experiment = particle();
  experiment.model.variables[1].noise[0].loading = parse_expression("x");
  expect_refusal(experiment, "does not fit this model's");
  experiment = particle();
  experiment.scenarios[0].name = "governed";
  experiment.scenarios[0].interventions = {make_intervention("clamp", "v", {{"value", formula("-x")}}, {1.0, 3.0, {}})};
  EXPECT_NO_THROW(compile_run(experiment)) << "x alone is its own friction";
  experiment.scenarios[0].interventions = {
      make_intervention("clamp", "v", {{"value", formula("-x^3")}}, {1.0, 3.0, {}})};
  expect_refusal(experiment, "does not fit the scenario 'governed': row 'x' has a friction that is not constant");
}

}  // namespace
}  // namespace dosde
