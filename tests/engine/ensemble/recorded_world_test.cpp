#include "engine/ensemble/recorded_world.hpp"

#include <gtest/gtest.h>

#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// Brownian motion of two sources, from where the world says: the states are its sums.
Experiment brownian(std::int64_t trajectories) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "0", {{"x", Expression(1.0)}}, Expression(0.0)),
                                make_variable("y", "0", {{"y", Expression(1.0)}}, Expression(0.0))};
  experiment.time = {1.0, 0.25, 10};
  experiment.saves = save_every(experiment.time, 1);
  experiment.scheme = "euler_maruyama";
  experiment.trajectories = trajectories;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

RecordedWorld ramps(std::int64_t trajectories, std::int64_t cells) {
  RecordedWorld world{1.0, 0.25, cells, trajectories, {"y"}, {}, {"x"}, {{}}, "", {}};
  for (std::int64_t cell = 0; cell < cells; ++cell)
    for (std::int64_t n = 0; n < trajectories; ++n) world.increments.push_back(static_cast<double>(n * 100 + cell));
  for (std::int64_t n = 0; n < trajectories; ++n) world.initial[0].push_back(static_cast<double>(-n));
  return world;
}

TEST(RecordedWorld, IsMetByItsTrajectoriesAndTheRestIsDrawn) {
  const std::int64_t trajectories = 130;
  Experiment experiment = brownian(trajectories);
  const Recording drawn = simulate(experiment);
  experiment.world = std::make_shared<const RecordedWorld>(ramps(trajectories, 7));
  for (const int width : {1, 16, 128}) {
    const Recording met = simulate(experiment, width, 64);
    for (std::size_t n = 0; n < 130; ++n) {
      double y = 0.0;
      for (std::size_t step = 0; step <= 10; ++step) {
        const double start = -static_cast<double>(n);
        EXPECT_NEAR(met.state(0, n, step, 0), start + drawn.state(0, n, step, 0), 1e-13);
        EXPECT_NEAR(met.state(0, n, step, 1), y, 1e-12);
        if (step == 10) break;
        y += step < 7 ? static_cast<double>(n * 100 + step)
                      : drawn.state(0, n, step + 1, 1) - drawn.state(0, n, step, 1);
      }
    }
  }
}

/// Steps that are parts of recorded cells: at their ends the path is the recorded one, inside a bridge.
TEST(RecordedWorld, IsMetByShorterSteps) {
  for (const int steps : {4, 3}) {
    Experiment experiment = brownian(130);
    experiment.noise_cell = experiment.time.step;
    experiment.time = {1.0, 0.25 / steps, 10 * steps};
    experiment.world = std::make_shared<const RecordedWorld>(ramps(130, 10));
    const Recording met = simulate(experiment, 16, 64);
    for (std::size_t n = 0; n < 130; ++n) {
      double y = 0.0;
      for (std::size_t cell = 0; cell <= 10; ++cell) {
        EXPECT_NEAR(met.state(0, n, cell, 1), y, 1e-14 * (1.0 + y));
        y += static_cast<double>(n * 100 + cell);
      }
    }
  }
}

TEST(RecordedWorld, SaysWhatItDoesNotHave) {
  Experiment experiment = brownian(2);
  experiment.world = std::make_shared<const RecordedWorld>(ramps(2, 7));
  const CompiledRun run = compile_run(experiment);
  const auto warnings = warn_of_drawn_noise(run);
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].problem, "the noise of 'x' is drawn, not recorded");
  EXPECT_EQ(warnings[1].problem, "the recorded noise ends at 2.75, before the run's stop 3.5");
}

TEST(RecordedWorld, IsRefusedWhereItDoesNotFit) {
  const auto with = [](RecordedWorld world, auto change) {
    Experiment experiment = brownian(2);
    change(experiment, world);
    experiment.world = std::make_shared<const RecordedWorld>(std::move(world));
    return experiment;
  };
  const auto none = [](Experiment&, RecordedWorld&) {};
  EXPECT_NO_THROW(compile_run(with(ramps(2, 10), none)));
  EXPECT_THROW(compile_run(with(ramps(1, 10), none)), Error);
  EXPECT_THROW(compile_run(with(ramps(2, 10), [](auto&, auto& world) { world.cell = 0.5; })), Error);
  EXPECT_THROW(compile_run(with(ramps(2, 10), [](auto&, auto& world) { world.start = 0.0; })), Error);
  EXPECT_THROW(compile_run(with(ramps(2, 10), [](auto&, auto& world) { world.sources = {"z"}; })), Error);
  EXPECT_THROW(compile_run(with(ramps(2, 10), [](auto&, auto& world) { world.variables = {"z"}; })), Error);
  EXPECT_THROW(compile_run(with(ramps(2, 10), [](auto& run, auto&) { run.pairing = Pairing::independent; })), Error);
  EXPECT_THROW(compile_run(with(ramps(2, 10), [](auto& run, auto&) { run.scheme = "weak_euler"; })), Error);
}

}  // namespace
}  // namespace dosde
