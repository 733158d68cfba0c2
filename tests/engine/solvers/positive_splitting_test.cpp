// The splitting for positive states: moments without sampling, positivity at any number, refusals.

#include "engine/solvers/schemes/positive_splitting.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "engine/core/error.hpp"
#include "engine/ensemble/replay.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/registry.hpp"
#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/solvers/refusal.hpp"

namespace dosde {
namespace {

/// dx = k (m - x) dt + s √x dW, the square-root equation of Feller, and of Cox, Ingersoll and Ross.
struct SquareRoot {
  double k, m, s;
};

Experiment square_root(const SquareRoot& equation, double start, double step, std::int64_t steps) {
  Experiment experiment;
  experiment.model.variables = {
      make_variable("x", "k*(m - x)", {{"W", parse_expression("s*sqrt(x)")}}, Expression(start))};
  experiment.model.parameters = {make_parameter("k", Expression(equation.k)),
                                 make_parameter("m", Expression(equation.m)),
                                 make_parameter("s", Expression(equation.s))};
  experiment.time = {0.0, step, steps};
  experiment.saves = save_every(experiment.time, steps);
  experiment.scheme = "positive_splitting";
  experiment.scenarios = {Scenario{}};
  return experiment;
}

/// The step of a compiled run of one row.
class OneStep {
 public:
  explicit OneStep(const Experiment& experiment)
      : run_(compile_run(experiment)), next_(run_.scenarios[0].regimes[0].formulas[0].next) {
    point_.values = uniform_parameters(run_.model);
    point_.values["step:"] = experiment.time.step;
    point_.values["t"] = 0.0;
  }
  double operator()(double x, double increment) {
    point_.values["x"] = x;
    point_.values["dW:W"] = increment;
    return evaluate_scalar(next_, point_);
  }

 private:
  CompiledRun run_;
  Expression next_;
  Point point_;
};

struct TwoMoments {
  double first, second;
};

TwoMoments exact_moments_of(const SquareRoot& e, double x, double t) {
  const double decay = std::exp(-e.k * t);
  const double mean = e.m + (x - e.m) * decay;
  const double variance = e.s * e.s / e.k * (x * decay * (1.0 - decay) + 0.5 * e.m * (1.0 - decay) * (1.0 - decay));
  return {mean, variance + mean * mean};
}

/// E x and E x² at time 1: both are polynomials of the state at the start of a step, because odd powers of its root go
/// with odd powers of the increment; five-point Gauss–Hermite quadrature is exact to degree 9.
TwoMoments scheme_moments_of(const SquareRoot& equation, double x, int steps) {
  const double h = 1.0 / steps;
  OneStep step(square_root(equation, x, h, steps));
  const std::array<double, 5> nodes = {-2.8569700138728056, -1.3556261799742657, 0.0, 1.3556261799742657,
                                       2.8569700138728056};
  const std::array<double, 5> weights = {0.011257411327720691, 0.22207592200561263, 0.53333333333333333,
                                         0.22207592200561263, 0.011257411327720691};
  const auto after = [&](double from) {
    TwoMoments moments{0.0, 0.0};
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const double next = step(from, std::sqrt(h) * nodes[i]);
      moments.first += weights[i] * next;
      moments.second += weights[i] * next * next;
    }
    return moments;
  };
  // Through 0, 1 and 4.
  const TwoMoments at0 = after(0.0), at1 = after(1.0), at4 = after(4.0);
  const double slope = at1.first - at0.first;
  const double bend = ((at4.second - at0.second) / 4.0 - (at1.second - at0.second)) / 3.0;
  const double tilt = at1.second - at0.second - bend;
  TwoMoments moments{x, x * x};
  for (int n = 0; n < steps; ++n)
    moments = {at0.first + slope * moments.first, at0.second + tilt * moments.first + bend * moments.second};
  return moments;
}

TEST(PositiveSplitting, IsOfWeakOrderTwoOnTheSquareRootEquationDownToHalfOfFellersCondition) {
  // Feller: s² <= 2 k m = 4. At s² = 8 = 4 k m the drift's flow begins at 0 with the rate 0.
  for (const double s : {0.5, 2.0, std::sqrt(6.0), std::sqrt(8.0)}) {
    const SquareRoot equation{2.0, 1.0, s};
    const TwoMoments exact = exact_moments_of(equation, 0.4, 1.0);
    const auto error = [&](int steps) {
      return std::abs(scheme_moments_of(equation, 0.4, steps).second - exact.second);
    };
    EXPECT_NEAR(std::log2(error(64) / error(128)), 2.0, 0.1) << s;
    EXPECT_NEAR(scheme_moments_of(equation, 0.4, 256).first, exact.first, 1e-4) << s;
  }
}

TEST(PositiveSplitting, NoNumberTakesAStateBelowZero) {
  for (const double s : {0.5, 2.0, std::sqrt(8.0)})
    for (const double h : {1e-3, 0.1, 1.0, 20.0}) {
      OneStep step(square_root({2.0, 1.0, s}, 1.0, h, 4));
      for (const double x : {0.0, 1e-300, 1e-12, 0.1, 1.0, 1e6})
        for (double z = -8.0; z <= 8.0; z += 0.125) {
          const double next = step(x, z * std::sqrt(h));
          ASSERT_GE(next, 0.0) << "from " << x << " with " << z << ", s " << s << ", step " << h;
          ASSERT_TRUE(std::isfinite(next));
        }
    }
}

TEST(PositiveSplitting, TrajectoriesThatReachZeroGoOnAndKeepTheirLaw) {
  // s² = 6: beyond Feller's condition, 0 is reached.
  Experiment experiment = square_root({2.0, 1.0, std::sqrt(6.0)}, 0.4, 1.0 / 32.0, 32);
  experiment.trajectories = 16384;
  const Recording found = simulate(experiment);
  double sum = 0.0;
  for (std::size_t n = 0; n < 16384; ++n) {
    ASSERT_EQ(found.ends[n].status, TrajectoryStatus::done);
    ASSERT_GE(found.state(0, n, 1, 0), 0.0);
    sum += found.state(0, n, 1, 0);
  }
  const TwoMoments exact = exact_moments_of({2.0, 1.0, std::sqrt(6.0)}, 0.4, 1.0);
  const double deviation = std::sqrt(exact.second - exact.first * exact.first);
  // 4.5 standard errors (false alarm 7e-6), and the scheme's error of order h² = 1e-3.
  EXPECT_NEAR(sum / 16384, exact.first, 4.5 * deviation / 128.0 + 2e-3);
  experiment.scheme = "euler_maruyama";
  std::int64_t diverged = 0;
  for (const auto& end : simulate(experiment).ends) diverged += end.status == TrajectoryStatus::diverged ? 1 : 0;
  EXPECT_GT(diverged, 1000) << "Euler-Maruyama takes the root of negative states here";
}

TEST(PositiveSplitting, SpeciesThatFeedEachOther) {
  // Each is produced by the other and by a source; noise of births and deaths in the state's own propensity.
  Experiment experiment;
  experiment.model.variables = {
      make_variable("x", "1 + y/(1 + y) - 2*x",
                    {{"birth", parse_expression("0.3*sqrt(x)")}, {"death", parse_expression("-1.2*sqrt(x)")}},
                    Expression(0.0)),
      make_variable("y", "0.5 + x - y*(1 + y)", {{"y", parse_expression("0.5*y")}}, Expression(0.25)),
      make_variable("z", "x - z", {}, Expression(0.0))};
  experiment.time = {0.0, 0.25, 40};
  experiment.saves = save_every(experiment.time, 4);
  experiment.scheme = "positive_splitting";
  experiment.trajectories = 512;
  experiment.scenarios = {Scenario{}};
  const Recording found = simulate(experiment);
  double lowest = 1.0;
  for (std::size_t n = 0; n < 512; ++n)
    for (std::size_t time = 0; time < experiment.saves.times.size(); ++time)
      for (std::size_t row = 0; row < 3; ++row) lowest = std::min(lowest, found.state(0, n, time, row));
  EXPECT_GE(lowest, 0.0);
  for (const auto& end : found.ends) EXPECT_EQ(end.status, TrajectoryStatus::done);
}

TEST(PositiveSplitting, RefusesWherePositivityIsNotProven) {
  expect_refusal(square_root({1.0, 1.0, 2.1}, 1.0, 0.1, 10),
                 "row 'x' is not seen to stay positive: at x = 0 its drift, less a quarter of the squares of its "
                 "noise, is -0.1025");
  const auto refuses = [](const std::string& drift, const std::string& loading, const std::string& part) {
    Experiment experiment = square_root({1.0, 1.0, 0.5}, 1.0, 0.1, 10);
    experiment.model.variables[0].drift = parse_expression(drift);
    experiment.model.variables[0].noise[0].loading = parse_expression(loading);
    expect_refusal(experiment, part);
  };
  refuses("-1 - x", "0.1*x", "a drift that is negative at 0 takes the state below it");
  refuses("1 - x", "sqrt(1 + x)", "row 'x' has the loading sqrt(1 + x) on 'W', which is of no known shape");
  // A chemical Langevin equation with births at a constant rate leaves the positive numbers itself.
  Experiment experiment = square_root({1.0, 1.0, 0.5}, 1.0, 0.1, 10);
  experiment.model.variables[0].noise = {{"birth", parse_expression("sqrt(2)")},
                                         {"death", parse_expression("-sqrt(x)")}};
  expect_refusal(experiment, "does not fit this model's");
  experiment = square_root({1.0, 1.0, 0.5}, 1.0, 0.1, 10);
  experiment.model.variables.push_back(
      make_variable("y", "x - y", {{"W", parse_expression("sqrt(x)")}}, Expression(1.0)));
  expect_refusal(experiment, "row 'y' has the loading sqrt(x) on 'W', which goes with 'x' and not with 'y' alone");
  experiment = square_root({1.0, 1.0, 0.5}, 1.0, 0.1, 10);
  experiment.model.parameters[1].value = Law{"uniform", {Expression(0.5), Expression(1.5)}};
  expect_refusal(experiment, "drawn and swept parameters have no sign here");
  experiment = square_root({1.0, 1.0, 0.5}, 1.0, 0.1, 10);
  experiment.scenarios[0].name = "drained";
  experiment.scenarios[0].interventions = {
      make_intervention("shift", "x", {{"value", formula("-1.5")}}, {0.5, 1.0, {}})};
  expect_refusal(experiment, "drained");
}

TEST(PositiveSplitting, RefusesNumbersToStartFromThatAreNegative) {
  Experiment experiment = square_root({1.0, 1.0, 0.5}, -0.25, 0.1, 10);
  experiment.model.variables[0].initial_location = {"cir.toml", 7, 11};
  experiment.scenarios[0].name = "observed";
  expect_refusal(experiment, "cir.toml:7:11: error[E019] 'x' starts at -0.25 in the scenario 'observed'");
  // By a parameter, of geometric noise, and by an intervention on the start.
  experiment.model.variables[0].noise[0].loading = parse_expression("s*x");
  experiment.model.variables[0].initial = parse_expression("-m");
  expect_refusal(experiment, "'x' starts at -1 in");
  experiment.model.variables[0].initial = Expression(1.0);
  experiment.scenarios.push_back(experiment.scenarios[0]);
  experiment.scenarios[1].name = "moved";
  experiment.scenarios[1].interventions = {make_intervention("initial", "x", {{"value", formula("-2")}})};
  expect_refusal(experiment, "'x' starts at -2 in the scenario 'moved'");
  // What has no noise that asks for it may be negative.
  experiment.scenarios.pop_back();
  experiment.model.variables.push_back(make_variable("y", "1 - y", {}, Expression(-1.0)));
  EXPECT_NO_THROW(compile_run(experiment));
}

TEST(PositiveSplitting, NegativeStatesThatAreDrawnOrSetEndTheirTrajectory) {
  for (const char* loading : {"s*sqrt(x)", "s*x"}) {
    Experiment experiment = square_root({1.0, 1.0, 0.5}, 1.0, 0.125, 16);
    experiment.model.variables[0].noise[0].loading = parse_expression(loading);
    experiment.model.variables[0].initial = Law{"uniform", {Expression(-1.0), Expression(1.0)}};
    experiment.scenarios[0].name = "observed";
    Scenario pushed;
    pushed.name = "pushed";
    pushed.interventions = {
        make_intervention("impulse", "x", {{"at", std::vector<double>{1.0}}, {"set", formula("-0.5")}})};
    experiment.scenarios.push_back(pushed);
    experiment.trajectories = 64;
    experiment.saves = save_every(experiment.time, 1);
    const Recording found = simulate(experiment);
    const CompiledRun run = compile_run(experiment);
    int negative = 0;
    for (std::size_t n = 0; n < 64; ++n) {
      const bool is_negative = found.state(0, n, 0, 0) < 0.0;
      negative += is_negative ? 1 : 0;
      EXPECT_EQ(found.ends[n].status, is_negative ? TrajectoryStatus::diverged : TrajectoryStatus::done);
      const TrajectoryEnd& end = found.ends[64 + n];
      EXPECT_EQ(end.status, TrajectoryStatus::diverged);
      EXPECT_EQ(end.time, is_negative ? 0.125 : 1.125);
      const auto cause = explain_divergence(run, 1, static_cast<std::int64_t>(n), end);
      EXPECT_EQ(cause.variable, "x");
      EXPECT_NE(cause.cause.find("it is negative"), std::string::npos) << cause.cause;
    }
    EXPECT_GT(negative, 16);  // of 64 by halves: 5e-5
    EXPECT_LT(negative, 48);
  }
}

/// Above 1 the drift is 1.5 - x; the slope of -1 alone would make it 2.5 - x.
TEST(PositiveSplitting, ADriftThatJumpsIsNoStraightLine) {
  Experiment experiment = square_root({1.0, 2.0, 1e-9}, 2.0, 0.001, 1000);
  experiment.model.variables[0].drift = parse_expression("2 - x - 0.5*sign(x - 1)");
  experiment.trajectories = 1;
  const Recording recording = simulate(experiment);
  EXPECT_NEAR(recording.state(0, 0, 1, 0), 1.5 + 0.5 * std::exp(-1.0), 1e-3);
}

}  // namespace
}  // namespace dosde
