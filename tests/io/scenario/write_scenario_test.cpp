#include "io/scenario/write_scenario.hpp"

#include <gtest/gtest.h>

#include "engine/expression/functions.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

/// An experiment made in C++, as no file has said it.
Experiment make_experiment() {
  const Expression x = Expression::symbol("x");
  Experiment experiment;
  experiment.title = "by \"hand\"\n\ttwice";
  Variable variable;
  variable.name = "x";
  variable.drift = -x + sin(Expression::symbol("a") * x);
  variable.noise = {{"w", 0.1 * x, {}}, {"x", Expression(1.0 / 3.0), {}}};
  variable.initial = Law{"uniform", {0.0, Expression::symbol("a")}};
  experiment.model.variables = {variable};
  Parameter parameter;
  parameter.name = "a";
  parameter.value = Expression(0.1 + 0.2);
  experiment.model.parameters = {parameter};
  experiment.model.calculus = Calculus::stratonovich;
  experiment.time = make_time_grid(-1.0, 2.0, 0.1);
  experiment.saves = save_at_steps(experiment.time, {0, 3, 4, 30});
  experiment.trajectories = 12;
  experiment.seed = 9223372036854775807U;
  experiment.pairing = Pairing::independent;
  experiment.noise_cell = 0.05;
  experiment.output.file = "a b.h5";
  experiment.output.variables = {VariableId{0}};
  experiment.output.keep_trajectories = false;
  experiment.scenarios = {Scenario{"one", "the first", {}, {}}};
  Intervention cut;
  cut.kind = "cut";
  cut.targets = {"x"};
  cut.arguments = {{"parent", std::string("x")}, {"value", Quantity(Expression(0.0))}, {"part", std::string("noise")}};
  cut.window = {-0.5, 0.5, 1.0};
  experiment.scenarios[0].interventions = {cut};
  return experiment;
}

TEST(WriteScenario, AnExperimentMadeByHandReadsBack) {
  const Experiment made = make_experiment();
  const ReadScenario read = read_scenario_text(write_scenario(made), "made.toml");
  EXPECT_EQ(read.resolved, write_scenario(made));
  const Experiment& e = read.experiment;
  EXPECT_EQ(e.title, made.title);
  EXPECT_TRUE(e.model.variables[0].drift.is_same(made.model.variables[0].drift));
  EXPECT_TRUE(e.model.variables[0].noise[1].loading.is_constant(1.0 / 3.0));
  EXPECT_TRUE(std::get<Expression>(e.model.parameters[0].value).is_constant(0.1 + 0.2));
  EXPECT_EQ(e.saves.times, made.saves.times);
  EXPECT_EQ(e.time.step_count, made.time.step_count);
  EXPECT_EQ(e.seed, made.seed);
  EXPECT_EQ(e.noise_cell, 0.05);
  EXPECT_FALSE(e.output.keep_trajectories);
  EXPECT_EQ(e.scenarios[0].interventions[0].window.every, 1.0);
}

TEST(WriteScenario, RegularSavesAreWrittenShort) {
  Experiment experiment = make_experiment();
  experiment.saves = save_at_steps(experiment.time, {6, 9, 12, 15, 18, 21, 24, 27, 30});
  const std::string text = write_scenario(experiment);
  EXPECT_NE(text.find("save_every = 0.3\nburn_in = 0.6\n"), std::string::npos) << text;
  EXPECT_EQ(read_scenario_text(text, "made.toml").experiment.saves.times, experiment.saves.times);
}

TEST(WriteScenario, SavesThatStopBeforeTheEndAreListed) {
  Experiment experiment = make_experiment();
  experiment.saves = save_at_steps(experiment.time, {0, 3, 6});
  EXPECT_EQ(read_scenario_text(write_scenario(experiment), "made.toml").experiment.saves.times, experiment.saves.times);
}

TEST(WriteScenario, RefusesASeedThatTomlCannotSay) {
  Experiment experiment = make_experiment();
  experiment.seed += 1;
  EXPECT_THROW(write_scenario(experiment), Error);
}

}  // namespace
}  // namespace dosde
