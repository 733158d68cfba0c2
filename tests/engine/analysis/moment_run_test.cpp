// The equations of mean and covariance against closed forms, under interventions; and the linear noise approximation
// against an ensemble.

#include "engine/analysis/moment_run.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/ensemble/run.hpp"
#include "tests/engine/analysis/moment_experiments.hpp"

namespace dosde {
namespace {

TEST(Moments, OfAnOrnsteinUhlenbeckProcess) {
  const SolvedMoments solved(moment_experiment(
      {make_variable("x", "-2*(x - 3)", {{"W", Expression(0.5)}}, Law{"normal", {Expression(1.0), Expression(0.2)}})},
      2.0, 20, 2));
  EXPECT_EQ(solved.form(), MomentForm::closed);
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    const double e = std::exp(-2.0 * solved.time(save));
    EXPECT_NEAR(solved.mean(0, save, 0), 3.0 - 2.0 * e, moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 0, 0), 0.0625 + (0.04 - 0.0625) * e * e, moment_tolerance);
  }
}

TEST(Moments, OfAFeedbackLoopClampedReleasedShiftedAndMoved) {
  Experiment experiment = moment_loop();
  experiment.scenarios.resize(4);
  experiment.scenarios[1].name = "clamped";
  experiment.scenarios[1].interventions = {make_intervention("clamp", "x", {{"value", formula("2")}}, {1.0, 2.53, {}})};
  experiment.scenarios[2].name = "shifted";
  experiment.scenarios[2].interventions = {make_intervention("shift", "x", {{"value", formula("3")}}, {2.0, {}, {}})};
  experiment.scenarios[3].name = "moved";
  experiment.scenarios[3].interventions = {
      make_intervention("impulse", "x", {{"at", std::vector<double>{1.5}}, {"set", formula("2*x - y + 1")}})};
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::closed);
  const LoopLaw start = {{1.0, 0.5}, 0.0, 0.0, 0.75};
  const LoopLaw at_one = loop_later(start, 1.0);
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    const double t = solved.time(save);
    expect_law(solved, 0, save, loop_later(start, t));
    // dy = (-2 - y) dt + dW while x is held at 2: its rest point is -2, its stationary variance 1/2.
    const auto held = [&](double length) {
      const double e = std::exp(-length);
      return LoopLaw{{2.0, -2.0 + (at_one.mean[1] + 2.0) * e}, 0.0, 0.0, 0.5 + (at_one.yy - 0.5) * e * e};
    };
    expect_law(solved, 1, save,
               t < 1.0    ? loop_later(start, t)
               : t < 2.53 ? held(t - 1.0)
                          : loop_later(held(1.53), t - 2.53));
    expect_law(solved, 2, save, t < 2.0 ? loop_later(start, t) : loop_later(loop_later(start, 2.0), t - 2.0, 3.0));
    const LoopLaw before = loop_later(start, 1.5);
    const LoopLaw moved = {{2.0 * before.mean[0] - before.mean[1] + 1.0, before.mean[1]},
                           4.0 * before.xx - 4.0 * before.xy + before.yy,
                           2.0 * before.xy - before.yy,
                           before.yy};
    expect_law(solved, 3, save, t < 1.5 ? loop_later(start, t) : loop_later(moved, t - 1.5));
  }
}

TEST(Moments, UnderProtocolsAndPolicies) {
  Experiment experiment = moment_loop();
  experiment.model.variables[1].initial = Expression(0.5);
  experiment.scenarios.resize(2);
  experiment.scenarios[0].name = "protocol";
  experiment.scenarios[0].interventions = {make_intervention("clamp", "x", {{"value", formula("sin(t)")}})};
  experiment.scenarios[1].name = "policy";
  experiment.scenarios[1].interventions = {make_intervention("clamp", "x", {{"value", formula("1 - 3*y")}})};
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::closed);
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    const double t = solved.time(save);
    // y' = -sin t - y from 1/2: (cos t - sin t)/2, nothing more.
    expect_law(solved, 0, save,
               {{std::sin(t), 0.5 * (std::cos(t) - std::sin(t))}, 0.0, 0.0, 0.5 * -std::expm1(-2.0 * t)});
    // y' = -(1 - 3 y) - y = 2 y - 1 from its rest point.
    const double variance = 0.25 * std::expm1(4.0 * t);
    EXPECT_NEAR(solved.mean(1, save, 1), 0.5, moment_tolerance * std::exp(2.0 * t));
    EXPECT_NEAR(solved.covariance(1, save, 1, 1), variance, moment_tolerance * (1.0 + variance));
    EXPECT_NEAR(solved.covariance(1, save, 0, 0), 9.0 * variance, moment_tolerance * (1.0 + 9.0 * variance));
    EXPECT_NEAR(solved.covariance(1, save, 0, 1), -3.0 * variance, moment_tolerance * (1.0 + 3.0 * variance));
  }
}

TEST(Moments, OfMultiplicativeNoise) {
  // Geometric Brownian motion, and two of them on a shared source: E[x y] = e^{(μ + ν + σ τ) t}.
  const double mu = 0.3, nu = -0.2, sigma = 0.5, tau = 0.8;
  const SolvedMoments solved(
      moment_experiment({make_variable("x", "0.3*x", {{"W", parse_expression("0.5*x")}}, Expression(2.0)),
                         make_variable("y", "-0.2*y", {{"W", parse_expression("0.8*y")}}, Expression(1.0))},
                        3.0, 30, 3));
  EXPECT_EQ(solved.form(), MomentForm::closed);
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    const double t = solved.time(save), x = 2.0 * std::exp(mu * t), y = std::exp(nu * t);
    EXPECT_NEAR(solved.mean(0, save, 0), x, moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 0, 0), x * x * std::expm1(sigma * sigma * t), 10 * moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 1, 1), y * y * std::expm1(tau * tau * t), 10 * moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 0, 1), x * y * std::expm1(sigma * tau * t), 10 * moment_tolerance);
  }
}

TEST(Moments, OfSharedNoiseAndOfSquareRoots) {
  // Rates 1 and 2 on one source: the stationary covariance is s s'/(θ + θ'). A square-root process has an affine
  // variance rate: its moments are closed (Cox, Ingersoll & Ross 1985).
  Experiment experiment = moment_experiment(
      {make_variable("x", "-x", {{"W", Expression(0.7)}}, Expression(0.0)),
       make_variable("y", "-2*y", {{"W", Expression(-0.4)}}, Expression(0.0)),
       make_variable("r", "1.2*(0.8 - r)", {{"r", parse_expression("0.5*sqrt(r)")}}, Expression(2.0))},
      0.7, 7, 7);
  experiment.model.variables[2].lower = Expression(0.0);
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::closed);
  EXPECT_EQ(solved.reason().find("exact here"), std::string::npos) << solved.reason();
  EXPECT_NE(solved.reason().find("the bounds of 'r' are left out, as if they were never reached, and not exact where"),
            std::string::npos)
      << solved.reason();
  EXPECT_FALSE(compile_moments(experiment).is_exact());
  experiment.model.variables[2].lower = std::nullopt;
  EXPECT_TRUE(compile_moments(experiment).is_exact());
  EXPECT_NEAR(solved.covariance(0, 1, 0, 1), -0.28 / 3.0 * -std::expm1(-3.0 * 0.7), moment_tolerance);
  const double e = std::exp(-1.2 * 0.7);
  EXPECT_NEAR(solved.mean(0, 1, 2), 0.8 + 1.2 * e, moment_tolerance);
  EXPECT_NEAR(solved.covariance(0, 1, 2, 2), 2.0 * 0.25 / 1.2 * (e - e * e) + 0.8 * 0.25 / 2.4 * (1.0 - e) * (1.0 - e),
              moment_tolerance);
}

TEST(Moments, OfObservablesAndRecordedStarts) {
  Experiment experiment = moment_loop();
  experiment.model.variables[0].initial =
      RecordedInitial{std::make_shared<const std::vector<double>>(std::vector<double>{1.0, 2.0, 6.0}), "a test"};
  experiment.model.variables[1].initial =
      RecordedInitial{std::make_shared<const std::vector<double>>(std::vector<double>{0.0, 0.0, 3.0}), "a test"};
  experiment.output.observables = {{"sum", parse_expression("x + 2*y + t")}};
  const SolvedMoments solved(experiment);
  EXPECT_NEAR(solved.mean(0, 0, 0), 3.0, 1e-14);
  EXPECT_NEAR(solved.covariance(0, 0, 0, 0), 14.0 / 3.0, 1e-13);
  EXPECT_NEAR(solved.covariance(0, 0, 0, 1), 3.0, 1e-13);
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    EXPECT_NEAR(solved.mean(0, save, 2), solved.mean(0, save, 0) + 2.0 * solved.mean(0, save, 1) + solved.time(save),
                1e-12);
    EXPECT_NEAR(solved.covariance(0, save, 2, 2),
                solved.covariance(0, save, 0, 0) + 4.0 * solved.covariance(0, save, 0, 1) +
                    4.0 * solved.covariance(0, save, 1, 1),
                1e-12);
  }
}

/// dx = -x dt + s dW from 2: k*x is (k of the time) x, and a policy on k makes it a quadratic of x.
TEST(Moments, OfObservablesSeeParametersThatInterventionsReplace) {
  Experiment experiment =
      moment_experiment({make_variable("x", "-x", {{"w", parse_expression("s")}}, Expression(2.0))}, 2.0, 20, 5);
  experiment.model.parameters = {make_parameter("k", Expression(3.0)), make_parameter("s", Expression(0.5))};
  experiment.output.observables = {{"kx", parse_expression("k*x"), {}}};
  experiment.scenarios.resize(3);
  experiment.scenarios[1].name = "window";
  experiment.scenarios[1].interventions = {
      make_intervention("parameter", "k", {{"value", formula("5")}}, {0.5, 1.5, {}})};
  experiment.scenarios[2].name = "policy";
  experiment.scenarios[2].interventions = {make_intervention("parameter", "k", {{"value", formula("k*(1 + x)")}})};
  const SolvedMoments solved(experiment);
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    const double time = solved.time(save);
    const double mean = 2.0 * std::exp(-time), variance = 0.125 * (1.0 - std::exp(-2.0 * time));
    const double k = time >= 0.5 && time < 1.5 ? 5.0 : 3.0;
    EXPECT_NEAR(solved.mean(0, save, 1), 3.0 * mean, moment_tolerance);
    EXPECT_NEAR(solved.mean(1, save, 1), k * mean, moment_tolerance) << time;
    EXPECT_NEAR(solved.covariance(1, save, 1, 1), k * k * variance, moment_tolerance) << time;
    EXPECT_NEAR(solved.mean(2, save, 1), 3.0 * (mean + mean * mean + variance), moment_tolerance);
  }
}

TEST(Moments, OfANonlinearModelAreThoseOfAnEnsembleWithLittleNoise) {
  const double e = 0.01;
  Experiment experiment = predator_prey(e);
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::linear_noise);
  EXPECT_NE(solved.reason().find("the drift of 'prey' is not seen to be affine"), std::string::npos) << solved.reason();
  experiment.scheme = "stochastic_heun";
  experiment.trajectories = 4000;
  experiment.seed = 3;
  const Recording ensemble = simulate(experiment);
  for (std::size_t scenario = 0; scenario < 2; ++scenario)
    for (std::size_t save = 1; save < solved.saves(); ++save)
      for (std::size_t column = 0; column < 2; ++column) {
        const Moments& sample = ensemble.moments[(scenario * solved.saves() + save) * 2 + column];
        const double variance = solved.covariance(scenario, save, column, column);
        // Four standard errors; what the approximation leaves out is e^2 in the mean and e^2 of the variance, times
        // curvatures and times that are at most about 20 here; the steps of 1/100 leave 1e-4 in both.
        EXPECT_NEAR(sample.mean, solved.mean(scenario, save, column),
                    4.0 * std::sqrt(variance / 4000.0) + 20.0 * e * e + 1e-4);
        EXPECT_NEAR(sample.sum_of_squares / 3999.0, variance,
                    (4.0 * std::sqrt(2.0 / 4000.0) + 20.0 * e * e + 1e-2) * variance + 1e-25);
      }
}

TEST(Moments, AreNotExactWhereAFormulaHasAJumpOrAKink) {
  const auto form_of = [](const char* drift, const char* loading) {
    return SolvedMoments(
               moment_experiment({make_variable("x", drift, {{"x", parse_expression(loading)}}, Expression(0.0)),
                                  make_variable("y", "-y", {{"y", Expression(0.4)}}, Expression(0.5))},
                                 1.0, 10, 10))
        .form();
  };
  EXPECT_EQ(form_of("-x + y", "0.5"), MomentForm::closed);
  for (const char* drift : {"-x + sign(y)", "-x + where(y > 0, 1, -1)", "floor(y) - x", "max(y, 0) - x", "abs(y) - x"})
    EXPECT_EQ(form_of(drift, "0.5"), MomentForm::linear_noise) << drift;
  EXPECT_EQ(form_of("-x", "where(x > 0, 1, 2)"), MomentForm::linear_noise);
}

TEST(Moments, WithoutNoiseAreThePath) {
  // The logistic equation: x = 1/(1 + e^-t) from 1/2.
  const SolvedMoments solved(moment_experiment({make_variable("x", "x*(1 - x)", {}, Expression(0.5))}, 4.0, 40, 5));
  EXPECT_EQ(solved.form(), MomentForm::noise_free);
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    EXPECT_NEAR(solved.mean(0, save, 0), 1.0 / (1.0 + std::exp(-solved.time(save))), moment_tolerance);
    EXPECT_EQ(solved.covariance(0, save, 0, 0), 0.0);
  }
}

TEST(Moments, AtEveryPointOfASweep) {
  Experiment experiment = moment_loop();
  experiment.model.parameters = {make_parameter("k", Expression(1.0))};
  experiment.model.variables[0].drift = parse_expression("-k*x");
  SweepAxis axis;
  axis.name = "model.parameters.k";
  axis.target = {SweepTarget::Kind::parameter, 0, 0, "", -1};
  axis.listed = {1.0, 3.0};
  axis.count = 2;
  experiment.sweep.axes = {axis};
  experiment.sweep.point_count = 2;
  make_points(experiment.sweep, 0);
  experiment.sweep.groups = {{std::make_shared<const Experiment>([&] {
                                Experiment group = experiment;
                                group.sweep = {};
                                return group;
                              }()),
                              {0, 1}}};
  const SolvedMoments solved(experiment);
  for (std::size_t save = 0; save < solved.saves(); ++save)
    for (std::size_t point = 0; point < 2; ++point) {
      const double k = point == 0 ? 1.0 : 3.0;
      EXPECT_NEAR(solved.mean(point, save, 0), std::exp(-k * solved.time(save)), moment_tolerance);
      EXPECT_NEAR(solved.covariance(point, save, 0, 0), -std::expm1(-2.0 * k * solved.time(save)) / (2.0 * k),
                  moment_tolerance);
    }
}

TEST(Moments, ThatRunAwaySayWhereTheyEnded) {
  const SolvedMoments solved(
      moment_experiment({make_variable("x", "x^2", {{"x", Expression(0.1)}}, Expression(1.0))}, 2.0, 20, 5));
  EXPECT_EQ(solved.end(0).status, TrajectoryStatus::diverged);  // 1/(1 - t)
  EXPECT_EQ(solved.end(0).variable, 0);
  EXPECT_NE(solved.cause(0).find("the moments leave the numbers before t = 1"), std::string::npos) << solved.cause(0);
  EXPECT_NEAR(solved.mean(0, 1, 0), 2.0, 1e-7);
  EXPECT_TRUE(std::isnan(solved.mean(0, 3, 0)));
}

void expect_refusal(const Experiment& experiment, const std::string& part) {
  try {
    compile_moments(experiment);
    ADD_FAILURE() << "not refused: " << part;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(Moments, RefuseWhatIsDrawnAndWhatTheyDoNotGive) {
  Experiment experiment = moment_loop();
  experiment.model.parameters = {make_parameter("k", Law{"normal", {Expression(1.0), Expression(1.0)}})};
  expect_refusal(experiment, "whose parameter 'k' is drawn");
  experiment = moment_loop();
  experiment.scenarios[0].interventions = {make_intervention(
      "clamp", "x", {{"value", Quantity(Law{"normal", {Expression(1.0), Expression(0.5)}})}}, {0.5, 1.0, {}})};
  expect_refusal(experiment, "is drawn");
  experiment = moment_loop();
  experiment.output.quantiles = {0.5};
  expect_refusal(experiment, "quantiles of a run of moment equations");
  try {
    compile_run(moment_loop());
    ADD_FAILURE() << "moments have no trajectories";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("makes no trajectories"), std::string::npos) << error.what();
  }
}

TEST(Moments, EndWhereTheRootInTheNoiseHasNoValue) {
  // dx = -dt + √x dW: E[x] is 1 - t, which is the variance's rate; below 0 that is of no law.
  const SolvedMoments solved(
      moment_experiment({make_variable("x", "-1", {{"W", parse_expression("sqrt(x)")}}, Expression(1.0))}, 3.0, 30, 5));
  EXPECT_EQ(solved.form(), MomentForm::closed);
  EXPECT_NE(solved.reason().find("as long as the root in the noise of 'x' has a value"), std::string::npos);
  EXPECT_EQ(solved.end(0).status, TrajectoryStatus::diverged);
  EXPECT_EQ(solved.end(0).variable, 0);
  EXPECT_NEAR(solved.end(0).time, 1.25, 0.2501);
  EXPECT_NE(solved.cause(0).find("the mean square of the noise of 'x' is negative"), std::string::npos);
  EXPECT_NE(solved.cause(0).find("choose a scheme that makes trajectories"), std::string::npos) << solved.cause(0);
  EXPECT_NEAR(solved.covariance(0, 1, 0, 0), 0.5 - 0.125, moment_tolerance);  // what came before is kept
  EXPECT_TRUE(std::isnan(solved.covariance(0, 4, 0, 0)));
  const SolvedMoments at_once(moment_experiment(
      {make_variable("x", "0", {{"W", parse_expression("sqrt(x - 2)")}}, Expression(1.0))}, 1.0, 10, 5));
  EXPECT_EQ(at_once.end(0).time, 0.0);
  EXPECT_EQ(at_once.mean(0, 0, 0), 1.0);
}

TEST(Moments, GoOnWhereARootComesToZero) {
  // dx = -20 x dt + √x dW decays to what the moment_tolerance is of, below 0 or above.
  const SolvedMoments solved(moment_experiment(
      {make_variable("x", "-20*x", {{"W", parse_expression("sqrt(x)")}}, Expression(1.0))}, 5.0, 500, 50));
  EXPECT_EQ(solved.end(0).status, TrajectoryStatus::done) << solved.cause(0);
  EXPECT_NEAR(solved.covariance(0, 10, 0, 0), 0.0, 1e-9);
}

}  // namespace
}  // namespace dosde
