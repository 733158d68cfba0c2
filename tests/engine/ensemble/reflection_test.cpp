// No state outside reflecting bounds, wherever it comes from.

#include "engine/ensemble/reflection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

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

// Between bounds that are close to each other one step folds often. A Wiener path of standard deviation 3 over [0, 1]
// is uniform there, up to exp(-(3 pi)^2/2) = 5e-20 (the heat kernel), and has no mass at the bounds.
TEST(Reflection, StepsFoldAsOftenAsItTakes) {
  Experiment experiment =
      bounded({make_intervention("impulse", "y", {{"at", std::vector<double>{0.5}}, {"set", formula("7.75")}})});
  experiment.model.variables[0].noise[0].loading = parse_expression("3/sqrt(0.5)");
  experiment.model.variables[1].lower = Expression(1.0);
  experiment.model.variables[1].upper = Expression(2.0);
  experiment.model.variables[1].initial = Expression(1.5);
  experiment.trajectories = 4000;
  experiment.saves = save_at_steps(experiment.time, {1});
  const Recording one_bound = simulate(experiment);
  EXPECT_EQ(one_bound.state(0, 0, 0, 1), 1.75);  // 7.75 is three periods of 2 and 1.75
  experiment.model.variables[0].upper = Expression(1.0);
  const Recording folded = simulate(experiment);
  double mean = 0.0, square = 0.0;
  for (std::size_t n = 0; n < 4000; ++n) {
    const double x = folded.state(0, n, 0, 0), distance = one_bound.state(0, n, 0, 0);
    const double rest = distance - 2.0 * std::floor(distance / 2.0);
    EXPECT_NEAR(x, std::min(rest, 2.0 - rest), 1e-13);
    EXPECT_TRUE(x > 0.0 && x < 1.0);
    mean += x / 4000.0;
    square += x * x / 4000.0;
  }
  EXPECT_NEAR(mean, 1.0 / 2.0, 0.023);    // five standard errors, √(1/12/4000)
  EXPECT_NEAR(square, 1.0 / 3.0, 0.024);  // five standard errors, √(4/45/4000)
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
