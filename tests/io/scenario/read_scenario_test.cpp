#include "io/scenario/read_scenario.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"
#include "tests/io/scenario/full_example.hpp"

namespace dosde {
namespace {

using testing::full_example;

TEST(ReadScenario, ReadsEverySectionOfAFullExample) {
  const Experiment e = read_scenario_text(full_example(), "loop.toml").experiment;
  EXPECT_EQ(e.title, "A feedback loop, watched, clamped and shifted");
  ASSERT_EQ(e.model.variables.size(), 2U);
  const Variable& y = e.model.variables[0];
  EXPECT_EQ(y.name, "y");
  EXPECT_TRUE(y.drift.is_same(parse_expression("b*x - y + dose")));
  ASSERT_EQ(y.noise.size(), 2U);
  EXPECT_EQ(y.noise[0].source, "y");
  EXPECT_EQ(y.noise[1].source, "weather");
  EXPECT_EQ(std::get<Law>(y.initial).name, "normal");
  EXPECT_EQ(y.visibility, Visibility::latent);
  EXPECT_EQ(y.unit, "m");
  EXPECT_TRUE(y.upper->is_same(parse_expression("100*a")));
  const Variable& x = e.model.variables[1];
  ASSERT_EQ(x.noise.size(), 1U);
  EXPECT_EQ(x.noise[0].source, "x");
  EXPECT_EQ(x.visibility, Visibility::observed);
  EXPECT_TRUE(std::get<Expression>(x.initial).is_constant(0.5));
  ASSERT_EQ(e.model.parameters.size(), 4U);
  EXPECT_EQ(e.model.parameters[0].name, "b");
  EXPECT_EQ(std::get<Law>(e.model.parameters[3].value).name, "lognormal");
  ASSERT_EQ(e.model.inputs.size(), 1U);
  EXPECT_EQ(e.model.inputs[0].interpolation, Interpolation::linear);
  EXPECT_EQ(e.time.step_count, 4000);
  ASSERT_EQ(e.saves.times.size(), 79U);  // 1.0, 1.5, …, 40.0
  EXPECT_EQ(e.saves.times.front(), e.time.step_time(100));
  EXPECT_EQ(e.saves.times.back(), e.time.step_time(4000));
  EXPECT_EQ(e.trajectories, 1000);
  EXPECT_EQ(e.seed, 42U);
  ASSERT_EQ(e.scenarios.size(), 3U);
  EXPECT_EQ(e.scenarios[1].interventions[0].window.until, 30.0);
  EXPECT_EQ(e.scenarios[1].interventions[1].window.every, 4.0);
  EXPECT_EQ(std::get<std::vector<double>>(e.scenarios[2].interventions[0].arguments.at("at")),
            (std::vector<double>{5, 6}));
  EXPECT_EQ(e.output.precision, Precision::f32);
  EXPECT_EQ(e.output.kept_trajectories, 100);
  ASSERT_EQ(e.output.variables.size(), 2U);
  EXPECT_EQ(e.output.variables[0].value, 1);
  EXPECT_EQ(e.output.observables[0].name, "radius");
}

TEST(ReadScenario, ResolvedTextReadsAsTheSameAndWritesItselfAgain) {
  const ReadScenario first = read_scenario_text(full_example(), "loop.toml");
  const ReadScenario second = read_scenario_text(first.resolved, "loop.toml");
  EXPECT_EQ(first.resolved, second.resolved);
}

}  // namespace
}  // namespace dosde
