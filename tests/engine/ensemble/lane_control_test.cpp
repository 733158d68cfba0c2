// Steps that each trajectory chooses by itself: the kernel against the plain reference, and what must not move them.

#include "engine/ensemble/lane_control.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "engine/ensemble/replay.hpp"
#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/ensemble/reference_match.hpp"

namespace dosde {
namespace {

Experiment with_tolerance(Experiment experiment, double relative, const std::string& scheme = "stochastic_heun") {
  experiment.time = {0.0, 0.25, 10};
  experiment.saves = save_every(experiment.time, 2);
  experiment.scheme = scheme;
  experiment.step_control = StepControl{relative, 0.1 * relative, {}, {}, 0.0};
  return experiment;
}

TEST(LaneControl, EveryInterventionMatchesTheReference) {
  Experiment experiment = with_tolerance(feedback_experiment(), 1e-2);
  experiment.scenarios = many_scenarios();
  expect_matches_reference(experiment, 8);
}

TEST(LaneControl, MilsteinWithOwnTolerancesMatchesTheReference) {
  Experiment experiment = with_tolerance(feedback_experiment(), 1e-3, "milstein");
  experiment.model.variables[0].noise = {{"x", parse_expression("s*x")}};
  experiment.model.variables[1].noise = {{"y", parse_expression("0.5*cos(y)")}};
  experiment.step_control->absolute_of = {{"y", 0.01}};
  experiment.step_control->relative_of = {{"x", 3e-3}};
  expect_matches_reference(experiment, 8);
}

TEST(LaneControl, BlockWidthUnitSizeAndPairingDoNotMatter) {
  for (const Pairing pairing : {Pairing::shared, Pairing::independent}) {
    Experiment experiment = with_tolerance(feedback_experiment(), 1e-2);
    experiment.scenarios = many_scenarios();
    experiment.trajectories = 150;
    experiment.pairing = pairing;
    const Recording one = simulate(experiment, 1, 64);
    for (const int width : {16, 32, 64, 128}) {
      const Recording other = simulate(experiment, width, 128);
      EXPECT_EQ(std::memcmp(one.states.data(), other.states.data(), one.states.size() * sizeof(double)), 0) << width;
    }
  }
}

/// Of dx = dW the states are the path: whatever the steps, it is the one of whole steps.
TEST(LaneControl, ThePathIsTheOneOfWholeSteps) {
  Experiment whole = feedback_experiment();
  whole.model.parameters.clear();
  whole.model.variables = {make_variable("w", "0", {{"w", Expression(1.0)}}, Expression(0.0)),
                           make_variable("x", "-x", {{"w", parse_expression("1 + x")}}, Expression(1.0))};
  whole.time = {0.0, 0.25, 10};
  whole.saves = save_every(whole.time, 1);
  whole.scheme = "stochastic_heun";
  const Recording expected = simulate(whole);
  const Recording recording = simulate(with_tolerance(whole, 1e-4));
  for (std::size_t n = 0; n < 100; ++n)
    for (std::size_t save = 0; save < recording.shape.save_times.size(); ++save)
      EXPECT_NEAR(recording.state(0, n, save, 0), expected.state(0, n, 2 * save, 0), 1e-13);
}

/// dX = X (m dt + s dW), dw = dW: X = exp((m - s²/2) t + s w) on every path. Where a step's error may be a tenth, the
/// error in the mean square at the end falls with it, and twins keep their ratio e^{(m' - m) t}.
TEST(LaneControl, TheErrorFollowsTheToleranceOnEveryPath) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters = {make_parameter("m", Expression(0.1))};
  experiment.model.variables = {make_variable("x", "m*x", {{"w", parse_expression("0.6*x")}}, Expression(1.0)),
                                make_variable("w", "0", {{"w", Expression(1.0)}}, Expression(0.0))};
  experiment.trajectories = 1000;
  experiment.scenarios.resize(2);
  experiment.scenarios[1].name = "grows faster";
  experiment.scenarios[1].interventions = {make_intervention("parameter", "m", {{"value", formula("0.4")}})};
  double before = HUGE_VAL;
  for (const double tolerance : {1e-2, 1e-3, 1e-4, 1e-5}) {
    const Recording recording = simulate(with_tolerance(experiment, tolerance, "milstein"));
    double squares = 0.0;
    for (std::size_t n = 0; n < 1000; ++n) {
      const double exact = std::exp((0.1 - 0.18) * 2.5 + 0.6 * recording.state(0, n, 5, 1));
      squares += std::pow(recording.state(0, n, 5, 0) / exact - 1.0, 2);
      const double ratio = recording.state(1, n, 5, 0) / recording.state(0, n, 5, 0);
      if (tolerance == 1e-5) {
        EXPECT_NEAR(ratio, std::exp(0.75), 0.02);
      }
    }
    const double error = std::sqrt(squares / 1000.0);
    EXPECT_LT(error, 0.5 * before) << tolerance;
    before = error;
  }
  EXPECT_LT(before, 2e-3);
}

/// The trap: dx = dW1, dy = x dW2, noise that does not commute. The steps follow the path, and leave E y = 0,
/// E y² = t²/2, E x y = 0 and E y² x² = t³/2 + … alone; within 4.5 standard errors (a false alarm in 150,000).
TEST(LaneControl, StepsThatFollowThePathLeaveTheLawAlone) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("x", "0", {{"a", Expression(1.0)}}, Expression(0.0)),
                                make_variable("y", "0", {{"b", parse_expression("x")}}, Expression(0.0))};
  experiment.trajectories = 40000;
  experiment = with_tolerance(experiment, 3e-2);
  experiment.time = {0.0, 0.5, 2};
  experiment.saves = save_every(experiment.time, 2);
  const Recording recording = simulate(experiment);
  const auto expect_mean = [&](const char* what, double expected, const auto& function) {
    double sum = 0.0, squares = 0.0;
    const double count = 40000.0;
    for (std::size_t n = 0; n < 40000; ++n) {
      const double value = function(recording.state(0, n, 1, 0), recording.state(0, n, 1, 1));
      sum += value;
      squares += value * value;
    }
    const double mean = sum / count;
    const double error = std::sqrt((squares / count - mean * mean) / count);
    EXPECT_NEAR(mean, expected, 4.5 * error + 2e-3) << what;  // and the scheme's own error at these steps
  };
  expect_mean("y", 0.0, [](double, double y) { return y; });
  expect_mean("y^2", 0.5, [](double, double y) { return y * y; });
  expect_mean("xy", 0.0, [](double x, double y) { return x * y; });
  // d E x²y² = E y² + E x⁴ dt = t²/2 + 3 t²
  expect_mean("x^2 y^2", 0.5 / 3.0 + 1.0, [](double x, double y) { return x * x * y * y; });
}

TEST(LaneControl, WhereTheShortestStepIsTooLongATrajectoryEndsThereAndIsExplained) {
  // dx = x² dt from 1 has no solution beyond t = 1.
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("y", "0", {}, Expression(0.0)),
                                make_variable("x", "x^2", {}, Expression(1.0))};
  experiment.trajectories = 20;
  experiment = with_tolerance(experiment, 1e-4);
  const CompiledRun run = compile_run(experiment);
  const Recording recording = simulate(experiment);
  for (std::size_t n = 0; n < 20; ++n) {
    EXPECT_EQ(recording.ends[n].status, TrajectoryStatus::diverged);
    EXPECT_EQ(recording.ends[n].variable, 1);
    EXPECT_NEAR(recording.ends[n].time, 1.0, 1e-3);
    EXPECT_NEAR(recording.state(0, n, 1, 1), 2.0, 1e-3);  // at 1/2
    EXPECT_TRUE(std::isnan(recording.state(0, n, 3, 0)));
  }
  const std::string cause = explain_divergence(run, 0, 0, recording.ends[0]).cause;
  EXPECT_NE(cause.find("above the tolerance in the shortest step"), std::string::npos) << cause;
}

/// A stiff relaxation to a clamp that jumps: fixed steps of this length explode, these do not.
TEST(LaneControl, AStiffRowIsTakenInItsOwnSteps) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("x", "-200*(x - y)", {{"x", Expression(0.1)}}, Expression(0.0)),
                                make_variable("y", "-y", {}, Expression(1.0))};
  experiment.scenarios.resize(2);
  experiment.scenarios[1].name = "held";
  experiment.scenarios[1].interventions = {make_intervention("clamp", "y", {{"value", formula("3")}}, {1.0, 2.0, {}})};
  experiment = with_tolerance(experiment, 1e-3, "sosra");
  const Recording recording = simulate(experiment);
  for (std::size_t n = 0; n < 100; ++n) {
    EXPECT_EQ(recording.ends[n].status, TrajectoryStatus::done);
    EXPECT_NEAR(recording.state(1, n, 3, 0), 3.0, 0.035);  // the law's deviation is 0.1/√400 = 0.005; seven of them
    EXPECT_EQ(recording.state(0, n, 1, 0), recording.state(1, n, 1, 0));
  }
}

TEST(LaneControl, SchemesThatMayNotFollowThePathAreRefused) {
  const auto refusal = [](const std::string& scheme) {
    try {
      compile_run(with_tolerance(feedback_experiment(), 1e-2, scheme));
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(refusal("euler_maruyama").find("change the law"), std::string::npos) << refusal("euler_maruyama");
  EXPECT_NE(refusal("weak_euler").find("few values"), std::string::npos);
  EXPECT_NE(refusal("sri2").find("one length"), std::string::npos);
  EXPECT_EQ(refusal("euler_heun"), "");
  EXPECT_EQ(refusal("auto"), "");
}

/// Saves, windows and impulses inside steps: at a point of the tree (0.3125), at none, two in one leaf, and at the
/// first moment; for each scheme whose path needs areas too.
Experiment with_times_inside(Experiment experiment) {
  experiment.saves.times = {0.0, 0.1, 0.3125, 0.7, 0.7 + 0x1p-24, 1.0, 1.49999999, 2.5};
  experiment.scenarios.resize(4);
  experiment.scenarios[1].name = "held";
  experiment.scenarios[1].interventions = {
      make_intervention("clamp", "x", {{"value", formula("1 + 0.2*sin(t)")}}, {0.36, 1.77, {}})};
  experiment.scenarios[2].name = "kicked";
  experiment.scenarios[2].interventions = {
      make_intervention("impulse", "y", {{"at", std::vector<double>{1.11}}, {"add", formula("2")}})};
  experiment.scenarios[3].name = "kicked at a step";
  experiment.scenarios[3].interventions = {
      make_intervention("impulse", "y", {{"at", std::vector<double>{1.0}}, {"add", formula("2")}})};
  return experiment;
}

TEST(LaneControl, TimesInsideStepsMatchTheReference) {
  for (const double tolerance : {1e-1, 3e-3})
    expect_matches_reference(with_times_inside(with_tolerance(feedback_experiment(), tolerance)), 8);
  Experiment limited = with_times_inside(with_tolerance(feedback_experiment(), 1e-1));
  limited.step_control->smallest_step = 0.125;
  expect_matches_reference(limited, 8);
}

TEST(LaneControl, TimesInsideStepsDoNotMoveWithBlocksAndUnits) {
  for (const char* scheme : {"stochastic_heun", "slow_rk"}) {
    Experiment experiment = with_times_inside(with_tolerance(feedback_experiment(), 1e-2, scheme));
    experiment.trajectories = 150;
    const Recording one = simulate(experiment, 1, 64);
    for (const int width : {16, 64}) {
      const Recording other = simulate(experiment, width, 128);
      EXPECT_EQ(std::memcmp(one.states.data(), other.states.data(), one.states.size() * sizeof(double)), 0) << width;
    }
  }
}

/// Of dx = dW the states are the path, wherever it is asked for: the one that fixed steps have there. And its integral,
/// which the schemes for additive noise take from H: the integral of W over a step is h (W/2 + H).
TEST(LaneControl, InsideStepsThePathIsTheOneOfFixedSteps) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("w", "0", {{"w", Expression(1.0)}}, Expression(0.0)),
                                make_variable("x", "w", {}, Expression(0.0)),
                                make_variable("y", "-20*y", {{"y", Expression(1.0)}}, Expression(1.0))};
  experiment.scenarios.resize(1);
  experiment = with_tolerance(experiment, 1e-3, "sosra");
  experiment.saves.times = {0.0, 0.1, 0.3125, 0.7, 0.75, 1.0, 1.49999999, 2.5};
  Experiment fixed = experiment;
  fixed.step_control.reset();
  const Recording expected = simulate(fixed);
  const Recording recording = simulate(experiment);
  for (std::size_t n = 0; n < 100; ++n)
    for (std::size_t save = 0; save < experiment.saves.times.size(); ++save)
      for (std::size_t column = 0; column < 2; ++column)
        EXPECT_NEAR(recording.state(0, n, save, column), expected.state(0, n, save, column),
                    1e-10)  // the tableau's digits
            << n << ' ' << save << ' ' << column;
}

/// A thousandth of a unit in a step of a quarter: its area arrives whole, whatever the tolerance.
TEST(LaneControl, APulseOfATableIsNotSteppedOver) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("x", "pulse + ramp", {{"x", Expression(0.0)}}, Expression(0.0))};
  experiment.model.inputs = {{"pulse", {0.0, 1.3, 1.301}, {0.0, 100.0, 0.0}, Interpolation::previous},
                             {"ramp", {0.61, 0.62, 0.63}, {0.0, 10.0, 0.0}, Interpolation::linear}};
  experiment.scenarios.resize(1);
  const Recording recording = simulate(with_tolerance(experiment, 0.1));
  EXPECT_NEAR(recording.state(0, 0, 1, 0), 0.0, 1e-15);
  EXPECT_NEAR(recording.state(0, 0, 2, 0), 0.1, 1e-12);
  EXPECT_NEAR(recording.state(0, 0, 5, 0), 0.2, 1e-12);
}

TEST(LaneControl, SeveralCellsAStepAndBoundsAreRefused) {
  Experiment cells = with_tolerance(feedback_experiment(), 1e-2);
  cells.noise_cell = 0.125;
  EXPECT_THROW(compile_run(cells), Error);
  Experiment bounded = with_tolerance(feedback_experiment(), 1e-2);  // folding a path is right in law only
  bounded.model.variables[0].lower = Expression(-1.0);
  EXPECT_THROW(compile_run(bounded), Error);
}

TEST(LaneControl, TheControllerTurnsErrorsIntoHalvings) {
  StepControlView control;
  control.halvings = 19;
  control.error_exponent = 0.5;
  double last = 0.0;
  EXPECT_EQ(halvings_by_error(control, 3, 4.0, last), 5);      // log2 of the error over the order, and safety
  EXPECT_EQ(halvings_by_error(control, 18, 1e300, last), 19);  // no more than there are
  EXPECT_EQ(last, 0.0);                                        // a refused step is not remembered
  EXPECT_EQ(halvings_by_error(control, 3, 1.0, last), 3);
  EXPECT_EQ(halvings_by_error(control, 3, 0.0, last), 1);  // (-0.65 * 32 + 0.5 * 32) / 2 and safety: -2.2
  EXPECT_EQ(last, -32.0);
  EXPECT_EQ(halvings_by_error(control, 5, 0.0, last), 2);  // and again: three fewer at most
  EXPECT_EQ(halvings_by_error(control, 6, 1.0, last), 7);  // the error grew
  EXPECT_EQ(halvings_by_error(control, 6, 0x1p-3, last), 6);
  EXPECT_EQ(halvings_by_error(control, 6, 0x1p-4, last), 6);  // a twofold fall says less
  EXPECT_EQ(halvings_by_error(control, 6, 0x1p-4, last), 5);  // than two errors that allow twice the step
  for (const double value : {1.0, 2.0, 0.125, 3.7, 1e-9, 1e299})
    EXPECT_NEAR(rough_logarithm(value), std::log2(value), 0.09);
}

/// x without noise, y with additive noise, z like x but with a bound: one step of the grid is one node, as no halving
/// is allowed.
Experiment extrapolated_experiment(const std::string& scheme) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("x", "-x", {}, Expression(1.0)),
                                make_variable("y", "x - y", {{"w", Expression(0.3)}}, Expression(0.0))};
  experiment.scheme = scheme;
  experiment.scenarios = {Scenario{}};
  experiment.time = {0.0, 0.25, 1};
  experiment.saves = save_every(experiment.time, 1);
  return experiment;
}

/// Of x' = -x the classical schemes of order q take x to x P(h), P the exponential series up to h^q.
double exponential_series(int order, double length) {
  double sum = 1.0, term = 1.0;
  for (int k = 1; k <= order; ++k) sum += term *= -length / k;
  return sum;
}

/// With one step and two by hand: (2^q x₂ - x₁) / (2^q - 1).
TEST(LaneControl, DriftsOfAdditiveNoiseAreExtrapolated) {
  for (const auto& [scheme, order] : {std::pair{"sra1", 2}, {"shark", 2}, {"sra3", 3}}) {
    Experiment experiment = extrapolated_experiment(scheme);
    experiment.step_control = StepControl{1.0, 1.0, {}, {}, 0.25};
    const Recording adaptive = simulate(experiment);
    const double one = exponential_series(order, 0.25);
    const double two = exponential_series(order, 0.125) * exponential_series(order, 0.125);
    const double part = 1.0 / (std::exp2(order) - 1.0);
    EXPECT_NEAR(adaptive.state(0, 0, 1, 0), two + part * (two - one), 1e-14) << scheme;
    EXPECT_LT(std::fabs(adaptive.state(0, 0, 1, 0) - std::exp(-0.25)), 0.2 * std::fabs(two - std::exp(-0.25)));
  }
}

/// What multiplicative noise moves is left as it is, and so are steps that solve for the drift.
TEST(LaneControl, OtherStepsAreNotExtrapolated) {
  Experiment multiplicative = extrapolated_experiment("stochastic_heun");
  multiplicative.model.variables[1].noise = {{"w", parse_expression("0.3*y + 0.1")}};
  for (Experiment experiment : {extrapolated_experiment("skencarp"), multiplicative}) {
    experiment.step_control = StepControl{1.0, 1.0, {}, {}, 0.25};
    const Recording adaptive = simulate(experiment);
    experiment.step_control.reset();
    experiment.time = {0.0, 0.125, 2};
    experiment.saves = save_every(experiment.time, 2);
    const Recording two = simulate(experiment);
    EXPECT_NEAR(adaptive.state(0, 0, 1, 0), two.state(0, 0, 1, 0), 1e-14) << experiment.scheme;
  }
}

}  // namespace
}  // namespace dosde
