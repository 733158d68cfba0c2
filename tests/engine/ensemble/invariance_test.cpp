// What must not move anyone's numbers: block width, unit size, other variables, other scenarios, a later stop.

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

bool are_equal_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

bool are_equal_moments(const std::vector<Moments>& a, const std::vector<Moments>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Moments)) == 0;
}

TEST(Invariance, BlockWidthAndUnitSizeDoNotMatter) {
  Experiment experiment = feedback_experiment();
  experiment.scenarios = many_scenarios();
  experiment.trajectories = 333;
  const Recording one = simulate(experiment, 1, 64);
  for (const int width : {16, 32, 64, 128}) {
    for (const std::int64_t unit : {64, 128, 512}) {
      const Recording other = simulate(experiment, width, unit);
      EXPECT_TRUE(are_equal_bits(one.states, other.states)) << width << " lanes, units of " << unit;
      EXPECT_TRUE(are_equal_moments(one.moments, other.moments)) << width << " lanes, units of " << unit;
    }
  }
}

TEST(Invariance, OfSplitSteps) {
  for (const Pairing pairing : {Pairing::shared, Pairing::independent}) {
    Experiment experiment = experiment_between_steps();
    experiment.trajectories = 200;
    experiment.pairing = pairing;
    const Recording one = simulate(experiment, 1, 64);
    for (const int width : {16, 128})
      EXPECT_TRUE(are_equal_bits(one.states, simulate(experiment, width, 128).states)) << width << " lanes";
  }
}

/// All scenarios take the same pieces: what an intervention does not reach stays as it is, bit for bit.
TEST(Invariance, ASwitchInsideAStepDoesNotMoveWhatItDoesNotReach) {
  Experiment experiment = experiment_between_steps();
  experiment.model.variables[1].drift = parse_expression("-y + sin(t)");  // y drives x, and nothing drives y
  experiment.model.variables[1].noise = {{"weather", parse_expression("0.2")}};
  experiment.scenarios.resize(2);
  const Recording recording = simulate(experiment);
  for (std::size_t n = 0; n < 100; ++n)
    for (std::size_t time = 0; time < recording.shape.save_times.size(); ++time)
      EXPECT_EQ(recording.state(0, n, time, 1), recording.state(1, n, time, 1));
}

TEST(Invariance, ScenariosDoNotDisturbEachOther) {
  Experiment all = feedback_experiment();
  all.scenarios = many_scenarios();
  const Recording together = simulate(all);
  const std::size_t size = together.states.size() / all.scenarios.size();
  for (std::size_t s = 0; s < all.scenarios.size(); ++s) {
    Experiment single = all;
    single.scenarios = {all.scenarios[s]};
    const Recording alone = simulate(single);
    EXPECT_EQ(std::memcmp(alone.states.data(), together.states.data() + s * size, size * sizeof(double)), 0)
        << all.scenarios[s].name;
  }
}

/// Of dx = dW the states are the path itself: it does not depend on where it is looked at, but for the rounding of
/// sums.
TEST(Invariance, ThePathDoesNotDependOnWhereItIsCut) {
  Experiment whole = feedback_experiment();
  whole.model.variables = {make_variable("x", "0", {{"x", Expression(1.0)}}, Expression(0.0))};
  whole.model.parameters.clear();
  Experiment cut = whole;
  cut.saves.times = {0.3, 0.3125, 0.33, 0.334, 0.35, 1.0, 1.03125, 2.5};
  Experiment cut_once = whole;
  cut_once.saves.times = {0.334, 2.5};
  const Recording steps = simulate(whole);
  const Recording pieces = simulate(cut);
  const Recording one_piece = simulate(cut_once);
  for (std::size_t n = 0; n < 100; ++n) {
    EXPECT_NEAR(pieces.state(0, n, 1, 0), steps.state(0, n, 1, 0), 1e-14);  // at 0.3125, a step time
    EXPECT_NEAR(pieces.state(0, n, 7, 0), steps.state(0, n, 8, 0), 1e-14);  // at the stop
    EXPECT_NEAR(pieces.state(0, n, 3, 0), one_piece.state(0, n, 0, 0), 1e-14);
  }
}

/// Of dx = y dt, dy = dW the scheme SRA1 has x exactly, from the space-time areas: so those of pieces are the path's
/// too.
TEST(Invariance, TheIntegralOfThePathDoesNotDependOnWhereItIsCut) {
  Experiment whole = feedback_experiment();
  whole.model.variables = {make_variable("x", "y", {}, Expression(0.0)),
                           make_variable("y", "0", {{"y", Expression(1.0)}}, Expression(0.0))};
  whole.model.parameters.clear();
  whole.scheme = "sra1";
  for (const double cell : {whole.time.step, whole.time.step / 4.0}) {
    whole.noise_cell = cell;
    Experiment cut = whole;
    cut.saves.times = {0.3, 0.3125, 0.33, 0.334, 0.35, 1.0, 1.03125, 2.5};
    const Recording steps = simulate(whole);
    const Recording pieces = simulate(cut);
    for (std::size_t n = 0; n < 100; ++n) {
      EXPECT_NEAR(pieces.state(0, n, 1, 0), steps.state(0, n, 1, 0), 1e-14);
      EXPECT_NEAR(pieces.state(0, n, 7, 0), steps.state(0, n, 8, 0), 1e-13);
    }
  }
}

TEST(Invariance, AnotherVariableMovesNobodysNoise) {
  const Experiment small = feedback_experiment();
  Experiment large = small;
  large.model.variables.insert(
      large.model.variables.begin(),
      make_variable("z", "-z + x", {{"z", Expression(1.0)}}, Law{"normal", {Expression(0.0), Expression(1.0)}}));
  large.output.variables = {VariableId{1}, VariableId{2}};
  EXPECT_TRUE(are_equal_bits(simulate(small).states, simulate(large).states));
}

TEST(Invariance, ALaterStopExtends) {
  const Experiment early = feedback_experiment();
  Experiment late = early;
  late.time.step_count = 80;
  const Recording a = simulate(early);
  const Recording b = simulate(late);
  for (std::size_t n = 0; n < 100; ++n)
    for (std::size_t time = 0; time < a.shape.save_times.size(); ++time)
      for (std::size_t column = 0; column < 2; ++column)
        ASSERT_EQ(a.state(0, n, time, column), b.state(0, n, time, column));
}

TEST(Invariance, NonDescendantsFeelNothing) {
  // z drives x and is driven by nobody: a clamp of x must leave it bitwise as it was.
  Experiment experiment = feedback_experiment();
  experiment.model.variables.push_back(
      make_variable("z", "-z", {{"z", parse_expression("1 + 0.1*z")}}, Expression(1.0)));
  experiment.model.variables[0].drift = parse_expression("-x + a*y + z");
  experiment.scenarios = many_scenarios();
  const Recording recording = simulate(experiment);
  for (std::size_t s = 1; s < 4; ++s)
    for (std::size_t n = 0; n < 100; ++n)
      for (std::size_t time = 0; time < recording.shape.save_times.size(); ++time)
        ASSERT_EQ(recording.state(s, n, time, 2), recording.state(0, n, time, 2));
}

TEST(Invariance, EveryTrajectoryHasItsOwnWorld) {
  const Recording recording = simulate(feedback_experiment());
  for (std::size_t n = 1; n < 100; ++n) EXPECT_NE(recording.state(0, n, 8, 0), recording.state(0, n - 1, 8, 0));
}

}  // namespace
}  // namespace dosde
