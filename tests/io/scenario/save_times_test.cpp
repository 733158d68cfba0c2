// Save times that do not fall on steps: where the last one is, and when two are one.
#include <gtest/gtest.h>

#include "engine/ensemble/run.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

Experiment read(const std::string& time) {
  return read_scenario_text("format = 1\n[model.variables.x]\ndrift = \"1.0\"\ninitial = 1.0\n[time]\n" + time + "\n",
                            "saves.toml")
      .experiment;
}

std::vector<double> save_times(const std::string& time) { return read(time).saves.times; }

TEST(SaveTimes, EndAtTheStopAndNotAfterIt) {
  EXPECT_EQ(save_times("stop = 10.0\nstep = 0.001\nsave_every = 3.3333333334").size(), 4U);
  EXPECT_EQ(save_times("stop = 10.0\nstep = 0.001\nsave_every = 3.3333334").size(), 3U);
  EXPECT_EQ(save_times("stop = 1.0\nstep = 0.01\nsave_every = 0.33333333334").size(), 4U);  // 1.00000000002: the stop
  EXPECT_EQ(save_times("stop = 1.0\nstep = 0.01\nsave_every = 0.33333333334").back(), 1.0);
  EXPECT_EQ(save_times("stop = 1.0\nstep = 0.00001\nsave_every = 0.1000000000009").back(), 1.0);
  EXPECT_EQ(save_times("stop = 1.0\nstep = 0.3333333333333333\nsave_every = 0.25").size(), 5U);
}

TEST(SaveTimes, AreAllThereWhereTheStartIsFarFromZero) {
  EXPECT_EQ(save_times("start = 2000.0\nstop = 2000.1\nstep = 0.0001\nsave_every = 0.00005").size(), 2001U);
  EXPECT_EQ(save_times("start = 1e6\nstop = 1000000.1\nstep = 0.01\nsave_every = 0.005").size(), 21U);
  EXPECT_EQ(save_times("start = 1e6\nstop = 1000000.1\nstep = 0.001\nsave_every = 0.0005").size(), 201U);
}

TEST(SaveTimes, ThatAreOneTimeAreRefused) {
  EXPECT_EQ(save_times("stop = 100.0\nstep = 0.001\nsave_at = [99.9995, 99.9995000000011]").size(), 2U);  // two, just
  for (const char* time : {"start = 2000.0\nstop = 2000.01\nstep = 0.001\nsave_at = [2000.0005, 2000.000500000002]",
                           "stop = 1.0\nstep = 0.01\nsave_at = [0.5, 0.5]"}) {
    EXPECT_THROW(read(time), Error) << time;
  }
  EXPECT_THROW(read("stop = 1.0\nstep = 0.01\nsave_at = []"), Error);
}

/// dx = dt: what is saved is 1 plus the time.
TEST(SaveTimes, HaveTheStateOfTheirTime) {
  const Recording recording = simulate(read("stop = 10.0\nstep = 0.01\nsave_every = 0.0333"));
  ASSERT_EQ(recording.shape.save_times.size(), 301U);
  for (std::size_t i = 0; i < recording.shape.save_times.size(); ++i)
    EXPECT_NEAR(recording.state(0, 0, i, 0), 1.0 + recording.shape.save_times[i], 1e-12);
}

/// Points of a sweep take the same pieces: the scenario that the axis does not touch has one path at all of them.
TEST(SaveTimes, OfASweepOverASwitchLeaveTheRestAsItIs) {
  const std::string text =
      "format = 1\n[model.variables.x]\ndrift = \"-x\"\nnoise = 1.0\n[time]\nstop = 2.0\nstep = 0.5\n"
      "[solver]\nscheme = \"euler_maruyama\"\n[ensemble]\ntrajectories = 5\n"
      "[[scenario]]\nname = \"o\"\n[[scenario]]\nname = \"c\"\n[[scenario.intervention]]\nkind = \"clamp\"\n"
      "target = \"x\"\nvalue = 1.0\nfrom = 0.5\n"
      "[sweep]\ndesign = \"grid\"\naxes = { \"scenario.c.intervention.0.from\" = [0.1, 0.3, 0.77, 1.0] }\n";
  const Recording recording = simulate(read_scenario_text(text, "sweep.toml").experiment);
  for (std::size_t point = 1; point < 4; ++point)
    for (std::size_t n = 0; n < 5; ++n)
      for (std::size_t time = 0; time < recording.shape.save_times.size(); ++time)
        EXPECT_EQ(recording.state(2 * point, n, time, 0), recording.state(0, n, time, 0));
}

}  // namespace
}  // namespace dosde
