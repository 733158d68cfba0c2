// No state outside reflecting bounds, wherever it comes from.

#include "engine/ensemble/reflection.hpp"

#include <gtest/gtest.h>

#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// dx = 0.1 dW above `floor` = 0, saved at every step; y is free.
Experiment bounded(std::vector<Intervention> interventions) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "0", {{"x", parse_expression("0.1")}}, Expression(0.5)),
                                make_variable("y", "x", {}, Expression(0.0))};
  experiment.model.variables[0].lower = parse_expression("floor_of_x");
  experiment.model.parameters = {make_parameter("floor_of_x", Expression(0.0))};
  experiment.time = {0.0, 0.5, 4};
  experiment.saves = save_every(experiment.time, 1);
  experiment.trajectories = 200;
  experiment.seed = 3;
  Scenario scenario;
  scenario.interventions = std::move(interventions);
  experiment.scenarios = {scenario};
  return experiment;
}

double least(const Recording& recording, std::size_t time) {
  double value = recording.state(0, 0, time, 0);
  for (std::size_t n = 1; n < 200; ++n) value = std::min(value, recording.state(0, n, time, 0));
  return value;
}

TEST(Reflection, DrawnInitialValuesAreFoldedAndCounted) {
  Experiment experiment = bounded({});
  experiment.model.variables[0].initial = Law{"normal", {Expression(0.0), Expression(1.0)}};
  const Recording folded = simulate(experiment);
  experiment.model.variables[0].lower = std::nullopt;
  const Recording free = simulate(experiment);
  int below = 0;
  for (std::size_t n = 0; n < 200; ++n) {
    EXPECT_EQ(folded.state(0, n, 0, 0), std::abs(free.state(0, n, 0, 0)));
    below += free.state(0, n, 0, 0) < 0.0 ? 1 : 0;
  }
  EXPECT_GT(below, 0);
  EXPECT_GE(folded.reflections[0], below);
}

TEST(Reflection, InitialInterventionsAreFolded) {
  const Recording recording = simulate(bounded({make_intervention("initial", "x", {{"value", formula("-3")}})}));
  EXPECT_EQ(recording.state(0, 0, 0, 0), 3.0);
  EXPECT_EQ(recording.reflections[0], 200);
}

TEST(Reflection, ImpulsesAreFolded) {
  const Recording recording = simulate(
      bounded({make_intervention("impulse", "x", {{"at", std::vector<double>{0.5}}, {"set", formula("-3")}})}));
  EXPECT_EQ(recording.state(0, 0, 1, 0), 3.0);
  EXPECT_GE(least(recording, 2), 2.0);
  EXPECT_EQ(recording.reflections[0], 200);
}

TEST(Reflection, AReleasedClampIsFoldedAtItsRelease) {
  const Recording recording =
      simulate(bounded({make_intervention("clamp", "x", {{"value", formula("-3")}}, {{}, 0.5, {}})}));
  EXPECT_EQ(recording.state(0, 0, 0, 0), -3.0) << "a clamp holds what it was asked to hold";
  EXPECT_EQ(recording.state(0, 0, 1, 0), 3.0);
  EXPECT_EQ(recording.reflections[0], 200);
}

TEST(Reflection, ABoundThatMovesTakesTheStateAlong) {
  const Recording recording =
      simulate(bounded({make_intervention("parameter", "floor_of_x", {{"value", formula("2")}}, {1.0, {}, {}})}));
  EXPECT_LT(least(recording, 1), 1.0);
  EXPECT_GE(least(recording, 2), 2.0);
  EXPECT_GE(least(recording, 4), 2.0);
}

}  // namespace
}  // namespace dosde
