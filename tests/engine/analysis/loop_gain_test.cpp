#include "engine/analysis/loop_gain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

using testing::ElementsAre;

/// Goodwin's loop of three, closed by inhibition: dx = 1/(1 + z²) - x, dy = 2x - y, dz = 3y - z.
Experiment inhibited_loop() {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "1/(1 + z^2) - x", {}, Expression(0.5)),
                                make_variable("y", "2*x - y", {}, Expression(0.0)),
                                make_variable("z", "3*y - z", {}, Expression(1.0))};
  experiment.time = {0.0, 0.0625, 320};
  experiment.saves = save_every(experiment.time, 320);
  experiment.scheme = "euler_maruyama";
  experiment.scenarios = {Scenario{}};
  return experiment;
}

LoopGains gains_of(const Experiment& experiment, LoopPoint point, const std::map<std::string, double>& values = {},
                   std::size_t most = 10) {
  const CompiledRun run = compile_run(experiment);
  const Timeline& timeline = run.timelines.front();
  return find_loop_gains(run, timeline, timeline.mechanism_sets.front(), 0.0, point, values, most);
}

TEST(LoopGain, IsTheProductOfDerivativesAlongTheLoop) {
  const LoopGains gains = gains_of(inhibited_loop(), LoopPoint::initial);
  ASSERT_EQ(gains.loops.size(), 4U);
  EXPECT_THAT(gains.loops[0].variables, ElementsAre("x"));
  EXPECT_DOUBLE_EQ(gains.loops[0].gain, -1.0);
  EXPECT_THAT(gains.loops[3].variables, ElementsAre("x", "y", "z"));
  EXPECT_DOUBLE_EQ(gains.loops[3].gain, 2.0 * 3.0 * (-2.0 / 4.0));  // d/dz 1/(1 + z²) = -2z/(1 + z²)² at z = 1
  EXPECT_DOUBLE_EQ(gains_of(inhibited_loop(), LoopPoint::given, {{"z", 2.0}}).loops[3].gain, 6.0 * (-4.0 / 25.0));
  EXPECT_TRUE(gains.is_complete);
  EXPECT_FALSE(gains_of(inhibited_loop(), LoopPoint::initial, {}, 2).is_complete);
}

TEST(LoopGain, AtTheEquilibrium) {
  // z (1 + z²) = 6.
  const LoopGains gains = gains_of(inhibited_loop(), LoopPoint::equilibrium);
  const double z = gains.point.at("z");
  EXPECT_NEAR(z * (1.0 + z * z), 6.0, 1e-9);
  EXPECT_NEAR(gains.loops[3].gain, 6.0 * -2.0 * z / ((1.0 + z * z) * (1.0 + z * z)), 1e-9);
}

TEST(LoopGain, APolicyClosesALoopOfWhatItEnters) {
  Experiment experiment = inhibited_loop();
  experiment.scenarios[0].interventions = {make_intervention("clamp", "z", {{"value", formula("x")}})};
  const LoopGains gains = gains_of(experiment, LoopPoint::given, {{"x", 1.0}, {"z", 7.0}});
  ASSERT_EQ(gains.loops.size(), 2U);
  EXPECT_DOUBLE_EQ(gains.loops[0].gain, -1.0 - 2.0 / 4.0);
  EXPECT_EQ(gains.point.count("z"), 0U);
}

TEST(LoopGain, RefusesUnknownVariablesAndMissingEquilibria) {
  EXPECT_THROW(gains_of(inhibited_loop(), LoopPoint::given, {{"w", 1.0}}), Error);
  Experiment drifting = inhibited_loop();
  drifting.model.variables[0] = make_variable("x", "1 + x^2", {}, Expression(0.0));
  EXPECT_THROW(gains_of(drifting, LoopPoint::equilibrium), Error);
}

}  // namespace
}  // namespace dosde
