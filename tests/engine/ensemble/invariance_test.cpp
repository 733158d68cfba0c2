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
