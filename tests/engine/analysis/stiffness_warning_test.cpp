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
  EXPECT_THAT(warning->why, HasSubstr("is 300"));
}

TEST(StiffnessWarning, IsForExplicitSchemesOnly) {
  const CompiledRun run = compile_with("split_step_implicit");
  EXPECT_FALSE(warn_of_stiffness(run, examine_regimes(run)));
}

}  // namespace
}  // namespace dosde
