#include "engine/analysis/stiffness_warning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  const auto warning = warn_of_stiffness(run, regimes);
  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->code, "W006");
  EXPECT_THAT(warning->problem, HasSubstr("'faster'"));
  EXPECT_THAT(warning->problem, HasSubstr("from t = 0 on"));
  EXPECT_THAT(warning->why, HasSubstr("is 300, and 'euler_maruyama', which is explicit, is stable for real rates up to "
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

std::optional<Diagnostic> warning_for(const Experiment& experiment) {
  const CompiledRun run = compile_run(experiment);
  return warn_of_stiffness(run, examine_regimes(run));
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
    return warn_of_stiffness(run, examine_regimes(run)).value().why;
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
  EXPECT_FALSE(warn_of_stiffness(run, examine_regimes(run)));
}

}  // namespace
}  // namespace dosde
