#include "engine/analysis/abduction/abduction.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ensemble/run.hpp"
#include "engine/ensemble/stepper.hpp"
#include "tests/engine/analysis/abduction/recorded_paths.hpp"
#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

Experiment oscillator(const std::string& scheme) {
  Experiment experiment = experiment_of(
      {make_variable("x", "v", {}, Expression(1.0)), make_variable("v", "-sin(x) - v", noise("v", "0.5 + 0.1*x^2"),
                                                                   Law{"normal", {Expression(0.0), Expression(1.0)}})});
  experiment.time = {0.0, 0.0625, 64};
  experiment.saves = save_every(experiment.time, 1);
  experiment.scheme = scheme;
  experiment.trajectories = 5;
  experiment.seed = 11;
  return experiment;
}

TEST(Abduction, FindsAWorldThatGivesThePathsBack) {
  for (const std::string scheme : {"euler_maruyama", "implicit_euler_maruyama", "trapezoidal_maruyama"}) {
    Experiment experiment = oscillator(scheme);
    const Recording recording = simulate(experiment);
    const Abduction found = abduct(experiment, paths_of(recording), {});
    EXPECT_TRUE(found.is_possible()) << found.rows[0].roundings;  // x has no noise: its residual is evidence
    EXPECT_EQ(found.degrees, 5 * 64);
    EXPECT_GT(found.chance, 1e-4);
    experiment.world = std::make_shared<const RecordedWorld>(found.world);
    experiment.seed = 99;
    const Recording replay = simulate(experiment);
    for (std::size_t i = 0; i < replay.states.size(); ++i) EXPECT_NEAR(replay.states[i], recording.states[i], 1e-12);
  }
}

TEST(Abduction, SeesARowThatNoNoiseExplains) {
  const Experiment experiment = oscillator("euler_maruyama");
  ObservedPaths paths = paths_of(simulate(experiment));
  paths.states[2 * 10] += 1e-6;  // x of the first trajectory at step 10
  const Abduction found = abduct(experiment, paths, {});
  EXPECT_FALSE(found.is_possible());
  EXPECT_NEAR(found.rows[0].residual, 1e-6, 1e-9);
  EXPECT_TRUE(found.rows[0].time == 0.625 || found.rows[0].time == 0.6875);  // into the state, or out of it
}

TEST(Abduction, DrawsWhatSeveralSourcesShareWithTheirLaw) {
  // dx = 3 dW_a + 4 dW_b: given r the rest is normal; W_a = 3/25 r + N(0, 16/25 h).
  Experiment experiment =
      experiment_of({make_variable("x", "-x", {{"a", Expression(3.0)}, {"b", Expression(4.0)}}, Expression(0.0))});
  experiment.saves = save_every(experiment.time, 1);
  const Recording recording = simulate(experiment);
  const std::int64_t draws = 200;
  const Abduction found = abduct(experiment, paths_of(recording), {"", draws, 5, {}});
  EXPECT_EQ(found.sources[0].counts.at(Undetermined::rows_too_few), 320);
  double square = 0.0;
  for (std::int64_t cell = 0; cell < 320; ++cell) {
    const double right = recording.states[static_cast<std::size_t>(cell + 1)] -
                         recording.states[static_cast<std::size_t>(cell)] * (1.0 - 0.0625);
    for (std::int64_t n = 0; n < draws; ++n) {
      const double a = found.world.increments[static_cast<std::size_t>(cell * draws + n)];
      const double b = found.world.increments[static_cast<std::size_t>((320 + cell) * draws + n)];
      EXPECT_NEAR(3.0 * a + 4.0 * b, right, 1e-14);
      square += std::pow(a - 3.0 / 25.0 * right, 2) / (16.0 / 25.0 * 0.0625);
    }
  }
  // 64000 squares of standard normals; k = 4.5, a false alarm in 150,000.
  EXPECT_NEAR(square / 64000.0, 1.0, 4.5 * std::sqrt(2.0 / 64000.0));
}

TEST(Abduction, SmoothsAnExactPathToTheSameNoise) {
  // Where nothing is hidden but one trajectory has a gap, the other's noise is that of the inversion.
  Experiment experiment = experiment_of({make_variable("x", "-x + y", noise("x", "0.5"), Expression(1.0)),
                                         make_variable("y", "-x - y", noise("y", "0.25"), Expression(0.0))});
  experiment.saves = save_every(experiment.time, 1);
  experiment.trajectories = 2;
  ObservedPaths paths = paths_of(simulate(experiment));
  const Abduction inverted = abduct(experiment, paths, {});
  paths.states[paths.states.size() / 2 + 20] = std::nan("");
  const Abduction smoothed = abduct(experiment, paths, {});
  EXPECT_EQ(smoothed.method, AbductionMethod::smoothing);
  EXPECT_EQ(smoothed.degrees, inverted.degrees - 1);
  for (std::size_t i = 0; i < inverted.world.increments.size(); i += 2)
    EXPECT_NEAR(smoothed.world.increments[i], inverted.world.increments[i], 1e-12);
  EXPECT_EQ(smoothed.sources[0].counts.at(Undetermined::state_unseen), 2);
}

TEST(Abduction, FindsTheNoiseOfAPathTakenStepByStep) {
  Experiment experiment = experiment_of({make_variable("x", "u - x^3", noise("x", "0.5 + 0.1*x^2"), Expression(1.0)),
                                         make_variable("y", "x - y", noise("y", "0.25"), Expression(0.0))});
  experiment.model.parameters = {make_parameter("u", Expression(0.0))};
  experiment.trajectories = 3;
  Stepper stepper(experiment, {{"u"}});
  stepper.set("u", 0.75);
  ObservedPaths paths{"a stepper", stepper.columns(), {0.0}, 3, {}};
  std::vector<std::vector<double>> states(3);  // [trajectory][time, variable]
  const auto look = [&] {
    for (std::size_t n = 0; n < 3; ++n)
      for (std::size_t i = 0; i < 2; ++i) states[n].push_back(stepper.states()[2 * n + i]);
  };
  look();
  while (!stepper.is_at_stop()) {
    stepper.advance_steps(1);
    paths.times.push_back(stepper.time());
    look();
  }
  for (const auto& path : states) paths.states.insert(paths.states.end(), path.begin(), path.end());
  experiment.model.parameters.front().value = Expression(0.75);  // the world in which the control was held
  const Abduction found = abduct(experiment, paths, {});
  EXPECT_TRUE(found.is_possible());
  EXPECT_EQ(found.degrees, 3 * 2 * 320);
  EXPECT_GT(found.chance, 1e-4);
  experiment.world = std::make_shared<const RecordedWorld>(found.world);
  experiment.saves = save_every(experiment.time, 1);
  experiment.seed = 99;
  const Recording replay = simulate(experiment);
  ASSERT_EQ(replay.states.size(), paths.states.size());
  for (std::size_t i = 0; i < replay.states.size(); ++i) EXPECT_NEAR(replay.states[i], paths.states[i], 1e-12);
}

TEST(Abduction, ForgetsNoResidualThatIsNoNumber) {
  RowEvidence row;
  row.note(1e-9, 1e-16, 1.0);
  row.note(std::nan(""), std::nan(""), 2.0);
  row.note(1e-3, 1e-16, 3.0);
  EXPECT_TRUE(std::isinf(row.roundings) && std::isinf(row.residual));
  EXPECT_EQ(row.time, 2.0);
}

TEST(Abduction, RefusesAnImpulseThatTellsOfWhatItOverwrites) {
  Experiment experiment = oscillator("euler_maruyama");
  experiment.scenarios.front().interventions = {
      make_intervention("impulse", "v", {{"at", Argument(std::vector<double>{1.0})}, {"set", formula("0.5*v")}})};
  EXPECT_THROW(abduct(experiment, paths_of(simulate(experiment)), {}), Error);
  experiment.scenarios.front().interventions = {
      make_intervention("impulse", "v", {{"at", Argument(std::vector<double>{1.0})}, {"set", formula("0.5*x")}})};
  EXPECT_TRUE(abduct(experiment, paths_of(simulate(experiment)), {}).is_possible());
}

TEST(Abduction, RefusesWhatHasNoPath) {
  Experiment experiment = oscillator("euler_maruyama");
  ObservedPaths paths = paths_of(simulate(experiment));
  EXPECT_THROW(abduct(experiment, paths, {"treated", 1, {}, {}}), Error);

  paths.times[3] += 0.01;
  EXPECT_THROW(abduct(experiment, paths, {}), Error);
  experiment.scheme = "milstein";
  EXPECT_THROW(abduct(experiment, paths_of(simulate(experiment)), {}), Error);
}

}  // namespace
}  // namespace dosde
