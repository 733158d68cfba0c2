#include "engine/analysis/stiffness_warning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/number_text.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

/// dx = -x dt + dW, with a rate of 300 in the second scenario; steps of 1/64.
CompiledRun compile_with(const char* scheme) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "-x", {{"x", Expression(1.0), {}}}, Expression(0.0))};
  experiment.time = {0.0, 0.015625, 64};
  experiment.saves = save_every(experiment.time, 64);
  experiment.scheme = scheme;
  Scenario observed;
  observed.name = "observed";
  Scenario faster;
  faster.name = "faster";
  faster.interventions = {make_intervention("scale_drift", "x", {{"factor", formula("300")}})};
  experiment.scenarios = {observed, faster};
  return compile_run(experiment);
}

TEST(StiffnessWarning, NamesTheWorstRegime) {
  const CompiledRun run = compile_with("euler_maruyama");
  const auto regimes = examine_regimes(run);
  ASSERT_EQ(regimes.size(), 2);
  EXPECT_EQ(regimes[0].scenario, "observed");
  EXPECT_NEAR(regimes[0].report.fastest_rate, 1.0, 1e-12);
  EXPECT_NEAR(regimes[1].report.fastest_rate, 300.0, 1e-9);
  const auto warnings = warn_of_stiffness(run, regimes);
  ASSERT_EQ(warnings.size(), 1);
  EXPECT_EQ(warnings[0].code, "W006");
  EXPECT_THAT(warnings[0].problem, HasSubstr("'faster'"));
  EXPECT_THAT(warnings[0].problem, HasSubstr("from t = 0 on"));
  EXPECT_THAT(warnings[0].why,
              HasSubstr("is 300, and 'euler_maruyama', which is explicit, is stable for real rates up to "
                        "2/step = 128"));
}

Experiment decay(const char* drift, double initial) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", drift, {{"x", Expression(1.0), {}}}, Expression(initial))};
  experiment.time = {0.0, 0.015625, 64};
  experiment.saves = save_every(experiment.time, 64);
  experiment.scheme = "euler_maruyama";
  experiment.scenarios = {Scenario{}};
  experiment.scenarios[0].name = "observed";
  return experiment;
}

std::vector<Diagnostic> warnings_for(const Experiment& experiment) {
  const CompiledRun run = compile_run(experiment);
  return warn_of_stiffness(run, examine_regimes(run));
}

/// The only one, or none.
std::optional<Diagnostic> warning_for(const Experiment& experiment) {
  const auto warnings = warnings_for(experiment);
  EXPECT_LE(warnings.size(), 1);
  return warnings.empty() ? std::nullopt : std::optional(warnings[0]);
}

TEST(StiffnessWarning, LooksAtLaterTimesOfARegime) {
  EXPECT_FALSE(warning_for(decay("-(1 + t)*x", 0.0)));
  const auto warning = warning_for(decay("-(1 + 200*t)*x", 0.0));  // 201 at the end, and 1 at the start
  ASSERT_TRUE(warning);
  EXPECT_THAT(warning->problem, HasSubstr("around t = 0.999999"));
  EXPECT_THAT(warning->why, HasSubstr("is 201"));
  // The rate is back at 1 when the regime ends.
  EXPECT_TRUE(warning_for(decay("-(1 + 600*t*(1 - t))*x", 0.0)));
}

TEST(StiffnessWarning, LooksAtTheEndsOfASweep) {
  Experiment experiment = decay("-k*x", 0.0);
  experiment.model.parameters = {make_parameter("k", Expression(1.0))};
  SweepAxis axis;
  axis.name = "model.parameters.k";
  axis.target = {SweepTarget::Kind::parameter, 0, 0, "", -1};
  for (int point = 0; point < 21; ++point) axis.listed.push_back(point == 13 ? 150.0 : 1.0 + point);
  axis.count = 21;
  experiment.sweep.axes = {axis};
  experiment.sweep.point_count = 21;
  make_points(experiment.sweep, 0);
  Experiment group = experiment;
  group.sweep = {};
  std::vector<std::int64_t> points;
  for (std::int64_t point = 0; point < 21; ++point) points.push_back(point);
  experiment.sweep.groups = {{std::make_shared<const Experiment>(group), points}};
  const auto warning = warning_for(experiment);
  ASSERT_TRUE(warning);
  EXPECT_THAT(warning->why, HasSubstr("is 150"));
  EXPECT_THAT(warning->problem, HasSubstr(compile_run(experiment).shape.scenarios[13]));
}

TEST(StiffnessWarning, LooksAwayFromAStartWhereTheSlopeIsInfinite) {
  EXPECT_FALSE(warning_for(decay("1 - cbrt(x)", 0.5)));
  const auto warning = warning_for(decay("200*(1 - cbrt(x)) - 100*x", 0.0));
  ASSERT_TRUE(warning);
  EXPECT_THAT(warning->problem, HasSubstr("where a first path comes around t = 0.02"));
}

TEST(StiffnessWarning, LooksBehindTheSwitchesOfADrift) {
  // dx = -x dt + dW from 0 meets a soft wall at 0.3 within the time of 1: the path without noise stays at 0.
  EXPECT_FALSE(warning_for(decay("-x - where(x > 0.3, 30*(x - 0.3), 0)", 0.0)));
  for (const char* wall : {"-x - where(x > 0.3, 500*(x - 0.3), 0)", "-x - 500*max(x - 0.3, 0)"}) {
    const auto warning = warning_for(decay(wall, 0.0));
    ASSERT_TRUE(warning) << wall;
    EXPECT_THAT(warning->why, HasSubstr("is 501"));
    EXPECT_THAT(warning->suggestion, HasSubstr("no solution where that jumps down"));
  }
  EXPECT_THAT(warning_for(decay("-501*x", 0.0))->suggestion, testing::Not(HasSubstr("no solution")));
  EXPECT_FALSE(warning_for(decay("-x - 500*max(x - 30, 0)", 0.0)));  // out of reach
}

TEST(StiffnessWarning, LooksBehindTheSwitchesOfEveryRegime) {
  Experiment experiment = decay("-x - where(x > level, 500*(x - level), 0)", 0.0);
  experiment.model.parameters = {make_parameter("level", Expression(30.0))};
  EXPECT_FALSE(warning_for(experiment));
  Scenario lowered;
  lowered.name = "lowered";
  lowered.interventions = {make_intervention("parameter", "level", {{"value", formula("0.3")}})};
  experiment.scenarios.push_back(lowered);
  const auto warning = warning_for(experiment);
  ASSERT_TRUE(warning);
  EXPECT_THAT(warning->problem, HasSubstr("'lowered'"));
}

TEST(StiffnessWarning, NamesTheLimitOfTheScheme) {
  const auto why = [](const char* scheme) {
    const CompiledRun run = compile_with(scheme);
    return warn_of_stiffness(run, examine_regimes(run)).at(0).why;
  };
  EXPECT_THAT(why("sosra"), HasSubstr("up to 5.31/step = 339"));
  EXPECT_THAT(why("tamed_euler"), HasSubstr("'tamed_euler', which is explicit, follows it in steps well below 1/rate"));
}

TEST(StiffnessWarning, SaysWhenABranchIsMet) {
  // dx = 1 dt up to 0.5, then a wall: met after a time of 0.5, by the path without noise and by the noisy ones.
  const std::string wall = "where(x < 0.5, 1, -500*(x - 0.6))";
  const auto later = warning_for(decay(wall.c_str(), 0.0)).value();
  EXPECT_THAT(later.problem, HasSubstr("the drift of 'observed' as it is where a first path comes around t = 0."));
  EXPECT_THAT(warning_for(decay(wall.c_str(), 0.55))->problem, HasSubstr("from t = 0 on"));
  // Slow at the start, fast at 10, where no path is within the time of 1.
  EXPECT_THAT(warning_for(decay("(10 - x)*(0.01 + 90*sigmoid(50*(x - 9)))", 0.0))->problem,
              HasSubstr("at the equilibrium that its regime from t = 0 on has"));
}

TEST(StiffnessWarning, IsForExplicitSchemesOnly) {
  const CompiledRun run = compile_with("split_step_implicit");
  EXPECT_TRUE(warn_of_stiffness(run, examine_regimes(run)).empty());
  EXPECT_TRUE(warn_of_stiffness_at_once(run).empty());
  EXPECT_EQ(warn_of_stiffness_at_once(compile_with("euler_maruyama")).size(), 1);
}

/// dx = (-a x + b y) dt + 0.1 dA, dy = (-b x - a y) dt + 0.1 dB with λ = -a ± ib.
Experiment oscillation(double a, double b, double step, std::int64_t steps, const char* scheme) {
  const auto row = [&](const char* own, const char* other, double sign) {
    return std::to_string(-a) + "*" + own + " + (" + std::to_string(sign * b) + ")*" + other;
  };
  Experiment experiment;
  experiment.model.variables = {make_variable("x", row("x", "y", 1.0), {{"A", Expression(0.1), {}}}, Expression(1.0)),
                                make_variable("y", row("y", "x", -1.0), {{"B", Expression(0.1), {}}}, Expression(0.0))};
  experiment.time = {0.0, step, steps};
  experiment.saves = save_every(experiment.time, steps);
  experiment.scheme = scheme;
  experiment.scenarios = {Scenario{}};
  experiment.scenarios[0].name = "observed";
  return experiment;
}

TEST(StiffnessWarning, KnowsThatADampedOscillationGrowsInExplicitSteps) {
  // Euler: |R| = |1 + hλ| = √((1 - ha)² + (hb)²), 1 at h = 2a/(a² + b²) = 0.2/100.01.
  const auto grows = warning_for(oscillation(0.1, 10.0, 0.01, 5000, "euler_maruyama")).value();
  EXPECT_THAT(grows.problem, HasSubstr("the step 0.01 is too long for the damping of an oscillation"));
  EXPECT_THAT(grows.why, HasSubstr("-0.1 ± 10i"));
  EXPECT_THAT(grows.why, HasSubstr("|R| = " + number_text(std::hypot(1.0 - 1e-3, 0.1), 6)));
  EXPECT_THAT(grows.why, HasSubstr("so that it grows; at steps up to " + number_text(0.2 / 100.01, 4)));
  EXPECT_THAT(grows.suggestion, HasSubstr("time.step = 0.0002 or less"));
  EXPECT_THAT(grows.suggestion, HasSubstr("exact_linear"));
  const auto sra1 = warning_for(oscillation(0.1, 10.0, 0.049, 1020, "auto")).value();
  EXPECT_THAT(sra1.why, HasSubstr("|R| = 1.0017"));
}

TEST(StiffnessWarning, KnowsThatAVarianceIsDoubledByWeakDamping) {
  const auto weak = warning_for(oscillation(0.1, 10.0, 0.0015, 33333, "euler_maruyama")).value();
  EXPECT_THAT(weak.why, HasSubstr("damp it at the rate 0.025 only, and its variance is about 4 times too large"));
  EXPECT_FALSE(warning_for(oscillation(0.1, 10.0, 0.0009, 50000, "euler_maruyama")));  // damped at 0.055
  EXPECT_FALSE(warning_for(oscillation(0.1, 10.0, 0.0002, 50000, "euler_maruyama"))) << "the step that it names";
  EXPECT_FALSE(warning_for(oscillation(0.1, 10.0, 0.02, 2500, "auto")));
  // A tenth of a model time: e^(0.5 * 0.1), no matter.
  EXPECT_FALSE(warning_for(oscillation(0.1, 10.0, 0.01, 10, "euler_maruyama")));
  EXPECT_FALSE(warning_for(oscillation(0.1, 10.0, 0.05, 1000, "trapezoidal_maruyama")));
  EXPECT_FALSE(warning_for(oscillation(-0.1, 10.0, 0.001, 1000, "euler_maruyama"))) << "the equation itself grows";
}

TEST(StiffnessWarning, KnowsThatAnOscillationWithoutDampingGrowsInExplicitSteps) {
  // Euler's amplitude grows at log(1 + (10 h)²)/(2 h), by e^(0.498 * 5) = 12 here.
  const auto warning = warning_for(oscillation(0.0, 10.0, 0.01, 500, "euler_maruyama")).value();
  const double growth = 50.0 * std::log1p(0.01);
  EXPECT_THAT(warning.problem, HasSubstr("the step 0.01 is too long for an oscillation without damping"));
  EXPECT_THAT(warning.why, HasSubstr("is ± 10i, and steps of 'euler_maruyama' let the amplitude"));
  EXPECT_THAT(warning.why, HasSubstr("grow at the rate " + number_text(growth, 3) + ": by a factor of " +
                                     number_text(std::exp(5.0 * growth), 3) + " in a time of 5"));
  EXPECT_THAT(warning.suggestion, HasSubstr("time.step = 0.00038 or less"));  // 2 log(1.1)/(5 * 10²)
  EXPECT_THAT(warning.suggestion, HasSubstr("exact_linear"));
  EXPECT_THAT(warning_for(oscillation(0.0, 10.0, 0.01, 50000, "euler_maruyama"))->why,
              HasSubstr("more than a factor of 5e+08 in a time of 500"));
  // Harmless: the step that it names, a short run, schemes of order 2 and more, schemes that solve.
  EXPECT_FALSE(warning_for(oscillation(0.0, 10.0, 0.00038, 13157, "euler_maruyama")));
  EXPECT_FALSE(warning_for(oscillation(0.0, 10.0, 0.01, 60, "euler_maruyama")));
  EXPECT_FALSE(warning_for(oscillation(0.0, 10.0, 0.01, 500, "auto")));
  EXPECT_FALSE(warning_for(oscillation(0.0, 10.0, 0.05, 5000, "trapezoidal_maruyama")));
}

TEST(StiffnessWarning, AsksHowLongAnOscillationLasts) {
  // Friction is off from t = 1 on: for a while, or for the rest of the run of 5.
  Experiment experiment = oscillation(5.0, 10.0, 0.01, 500, "euler_maruyama");
  const auto without_friction = [&](double until) {
    experiment.scenarios[0].interventions.clear();
    for (const char* name : {"x", "y"})
      experiment.scenarios[0].interventions.push_back(make_intervention(
          "shift", name, {{"value", formula(name == std::string("x") ? "5*x" : "5*y")}}, {1.0, until, {}}));
    return warning_for(experiment);
  };
  EXPECT_FALSE(without_friction(1.5));
  const auto warning = without_friction(4.0);
  ASSERT_TRUE(warning);
  EXPECT_THAT(warning->problem, HasSubstr("from t = 1 on"));
  EXPECT_THAT(warning->why, HasSubstr("in a time of 3"));
}

TEST(StiffnessWarning, KnowsThatAPendulumGainsEnergy) {
  Experiment pendulum = oscillation(0.0, 1.0, 0.02, 5000, "euler_maruyama");
  pendulum.model.variables[0].drift = parse_expression("y");
  pendulum.model.variables[1].drift = parse_expression("-sin(x)");
  const auto warning = warning_for(pendulum);
  ASSERT_TRUE(warning);
  EXPECT_THAT(warning->why, HasSubstr("is ± 1i"));
  EXPECT_THAT(warning->suggestion, HasSubstr("\"trapezoidal_maruyama\", whose steps keep the amplitude"));
  // No rest: a drift that goes on, on which the pair is passed.
  Experiment drifting = oscillation(0.0, 10.0, 0.01, 5000, "euler_maruyama");
  drifting.model.variables.push_back(make_variable("z", "1 + x", {}, Expression(0.0)));
  EXPECT_THAT(warning_for(drifting)->problem, HasSubstr("an oscillation without damping"));
}

TEST(StiffnessWarning, TellsAFastRateAndAnOscillationApart) {
  Experiment both = oscillation(0.1, 10.0, 0.01, 5000, "euler_maruyama");
  both.model.variables.push_back(make_variable("z", "-300*z", {{"C", Expression(1.0), {}}}, Expression(0.0)));
  const auto warnings = warnings_for(both);
  ASSERT_EQ(warnings.size(), 2);
  EXPECT_THAT(warnings[0].why, HasSubstr("is 300"));
  EXPECT_THAT(warnings[1].why, HasSubstr("-0.1 ± 10i"));
  // A step beyond 1/|λ|: the oscillation is told, and not its rate on the real axis.
  EXPECT_THAT(warning_for(oscillation(0.1, 10.0, 0.15, 400, "euler_maruyama"))->problem, HasSubstr("oscillation"));
}

TEST(StiffnessWarning, SaysNothingOfOscillationsThatPathsOnlyPass) {
  // Van der Pol's cycle: |x| > 1 damps it for a part of every turn, and its equilibrium is unstable.
  for (const double step : {0.02, 0.1}) {
    Experiment cycle = oscillation(0.0, 1.0, step, static_cast<std::int64_t>(60.0 / step), "euler_maruyama");
    cycle.model.variables[0].drift = parse_expression("y");
    cycle.model.variables[1].drift = parse_expression("0.3*(1 - x^2)*y - x");
    EXPECT_FALSE(warning_for(cycle)) << step;
  }
}

TEST(StiffnessWarning, SeesAnOscillationOfAPathWithoutEquilibrium) {
  Experiment drifting = oscillation(0.1, 10.0, 0.01, 5000, "euler_maruyama");
  drifting.model.variables.push_back(make_variable("z", "1 + x", {}, Expression(0.0)));
  EXPECT_THAT(warning_for(drifting)->problem, HasSubstr("from t = 0 on"));
}

/// dx = drift dt + Σ loadings dW by Heun's scheme, which integrates the Stratonovich form.
Experiment multiplicative(const char* x_drift, const char* y_drift, const char* x_loading, const char* y_loading,
                          const char* scheme) {
  Experiment experiment = decay(x_drift, 1.0);
  experiment.model.variables[0].noise[0].loading = parse_expression(x_loading);
  experiment.model.variables.push_back(
      make_variable("y", y_drift, {{"x", parse_expression(y_loading), {}}}, Expression(0.0)));
  experiment.scheme = scheme;
  return experiment;
}

TEST(StiffnessWarning, IsAboutTheDriftThatTheSchemeIntegrates) {
  // dx = -x dt + 20 x dW is dx = -(1 + 200) x dt + 20 x ∘ dW.
  const auto fast = [](const char* scheme) { return multiplicative("-x", "-y", "20*x", "0", scheme); };
  EXPECT_FALSE(warning_for(fast("euler_maruyama")));
  const auto warning = warning_for(fast("stochastic_heun"));
  ASSERT_TRUE(warning);
  EXPECT_THAT(warning->why, HasSubstr("in the Stratonovich form, which the scheme integrates, is 201, and "
                                      "'stochastic_heun', which is explicit, is stable for real rates up to 2/step"));
  EXPECT_THAT(warning->suggestion, HasSubstr("time.step = 0.0025 or less: that rate comes from the noise"));
  // A turn of the plane by noise: dx = -72 x dt - 12 y dW, dy = -72 y dt + 12 x dW is dx = -12 y ∘ dW, dy = 12 x ∘ dW.
  const auto turn = [](const char* x_drift, const char* y_drift, const char* scheme) {
    return multiplicative(x_drift, y_drift, "-12*y", "12*x", scheme);
  };
  EXPECT_THAT(warning_for(turn("-72*x", "-72*y", "euler_maruyama"))->why, HasSubstr("is 72"));
  EXPECT_FALSE(warning_for(turn("-72*x", "-72*y", "stochastic_heun")));
  const auto both = warning_for(turn("-360*x", "-360*y", "stochastic_heun"));
  ASSERT_TRUE(both);
  EXPECT_THAT(both->why, HasSubstr("is 288"));
  EXPECT_THAT(both->suggestion, HasSubstr("trapezoidal_maruyama"));
  // Loadings that name the time make a drift that does.
  EXPECT_FALSE(warning_for(multiplicative("-x", "-y", "20*t*x", "0", "euler_maruyama")));
  EXPECT_THAT(warning_for(multiplicative("-x", "-y", "20*t*x", "0", "stochastic_heun"))->problem,
              HasSubstr("around t = 0.999999"));
}

TEST(StiffnessWarning, LeavesEquilibriumAndStabilityToTheModel) {
  // Itô's drift 1 - x rests at 1; less half of 20² x it rests at 1/201.
  const CompiledRun run = compile_run(multiplicative("1 - x", "-y", "20*x", "0", "stochastic_heun"));
  const StiffnessReport report = examine_regimes(run).at(0).report;
  EXPECT_TRUE(report.is_converted);
  EXPECT_NEAR(report.fastest_rate, 201.0, 1e-9);
  EXPECT_NEAR(report.ito_rate, 1.0, 1e-9);
  ASSERT_TRUE(report.has_equilibrium);
  EXPECT_NEAR(report.equilibrium[0], 1.0, 1e-9);
  EXPECT_NEAR(report.spectral_abscissa, -1.0, 1e-9);
  const CompiledRun additive = compile_run(multiplicative("1 - x", "-y", "20", "0", "stochastic_heun"));
  EXPECT_FALSE(examine_regimes(additive).at(0).report.is_converted);
}

Scenario waiting(const char* kind, const char* target, std::map<std::string, Argument> arguments) {
  Scenario scenario;
  scenario.name = "waiting";
  Window window;
  window.when = parse_expression("x > 0.2");
  scenario.interventions = {make_intervention(kind, target, std::move(arguments), window)};
  return scenario;
}

TEST(StiffnessWarning, LooksAtInterventionsThatWait) {
  Experiment experiment = decay("-k*x", 0.0);
  experiment.model.parameters = {make_parameter("k", Expression(1.0))};
  for (const auto& scenario : {waiting("soft_clamp", "x", {{"value", formula("1")}, {"rate", formula("249")}}),
                               waiting("parameter", "k", {{"value", formula("250")}})}) {
    experiment.scenarios = {scenario};
    const auto warning = warning_for(experiment);
    ASSERT_TRUE(warning);
    EXPECT_THAT(warning->problem, HasSubstr(" (intervention 1) once open"));
    EXPECT_THAT(warning->why, HasSubstr("is 250"));
    EXPECT_THAT(warning->suggestion, HasSubstr("trapezoidal_maruyama")) << "steps end inside";
  }
  experiment.scenarios = {waiting("parameter", "k", {{"value", formula("1 + 200*t")}})};
  EXPECT_THAT(warning_for(experiment)->problem, HasSubstr("around t = 0.999999"));
}

TEST(StiffnessWarning, RecommendsWhatKeepsTheVariance) {
  EXPECT_THAT(warning_for(decay("-501*x", 0.0))->suggestion, HasSubstr("\"exact_linear\""));
  EXPECT_THAT(warning_for(decay("-501*x - x^3", 0.0))->suggestion,
              HasSubstr("\"trapezoidal_maruyama\", which solves for the drift and keeps the variance"));
  Experiment wide = decay("-501*x", 0.0);  // whether exact_linear serves so many rows would take long to see
  for (int row = 0; row < 60; ++row) {
    const std::string name = "y" + std::to_string(row), before = row == 0 ? "x" : "y" + std::to_string(row - 1);
    wide.model.variables.push_back(
        make_variable(name, before + " - " + name, {{name, Expression(1.0), {}}}, Expression(0.0)));
  }
  EXPECT_THAT(warning_for(wide)->suggestion, HasSubstr("\"trapezoidal_maruyama\""));
  Experiment still = decay("-501*x - x^3", 1.0);
  still.model.variables[0].noise.clear();
  EXPECT_THAT(warning_for(still)->suggestion, HasSubstr("\"rosenbrock4\""));
  Experiment noisy = decay("-501*(x - 1)", 1.0);
  noisy.model.variables[0].noise[0].loading = parse_expression("x");
  EXPECT_THAT(warning_for(noisy)->suggestion, HasSubstr("\"trapezoidal_maruyama\""));
}

}  // namespace
}  // namespace dosde
