#include "engine/ensemble/unit_runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "engine/ensemble/run.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

TEST(UnitRange, TilesTheEnsembleAndEndsWithIt) {
  RunShape shape;
  shape.trajectories = 150;
  shape.unit_size = 64;
  ASSERT_EQ(shape.unit_count(), 3);
  EXPECT_EQ(unit_range(shape, 1).first_trajectory, 64);
  EXPECT_EQ(unit_range(shape, 1).trajectory_count, 64);
  EXPECT_EQ(unit_range(shape, 2).first_trajectory, 128);
  EXPECT_EQ(unit_range(shape, 2).trajectory_count, 22);
}

TEST(UnitRunner, ComputesAnyUnitByItselfInAnyOrder) {
  Experiment experiment = feedback_experiment();
  experiment.scenarios = many_scenarios();
  experiment.trajectories = 150;
  const Recording whole = simulate(experiment);
  CompiledRun run = compile_run(experiment);
  run.shape.unit_size = 64;
  UnitRunner runner(run, 16, 64);
  const std::size_t values = run.shape.save_times.size() * run.shape.columns.size();
  for (const std::int64_t unit : {2, 0, 1, 2}) {
    const UnitRange range = unit_range(run.shape, unit);
    const UnitResult result = runner.compute(range);
    const auto count = static_cast<std::size_t>(range.trajectory_count);
    ASSERT_EQ(result.states.size(), experiment.scenarios.size() * count * values);
    for (std::size_t s = 0; s < experiment.scenarios.size(); ++s) {
      const auto first = static_cast<std::size_t>(range.first_trajectory);
      const auto expected = whole.states.begin() + static_cast<std::ptrdiff_t>((s * 150 + first) * values);
      const auto found = result.states.begin() + static_cast<std::ptrdiff_t>(s * count * values);
      EXPECT_TRUE(std::equal(found, found + static_cast<std::ptrdiff_t>(count * values), expected))
          << "unit " << unit << ", scenario " << s;
    }
  }
}

/// A long span with every sort of intervention, and one part of it as many steps as `part` batches.
struct LongRun {
  explicit LongRun(int width) {
    Experiment experiment = feedback_experiment();
    experiment.scenarios = many_scenarios();
    experiment.time.step_count = 1000;
    experiment.saves = save_every(experiment.time, 7);
    experiment.trajectories = 150;
    run = compile_run(experiment);
    run.shape.unit_size = 192;
    batch = choose_batch_steps(run, width);
  }
  CompiledRun run;

  std::int64_t batch;
};

bool are_equal_bits(std::span<const double> a, std::span<const double> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

TEST(UnitRunner, PartsOfTheTimeSpanDoNotMatter) {
  for (const int width : {1, 16, 64}) {
    const LongRun test(width);
    const UnitRange range = unit_range(test.run.shape, 0);
    UnitRunner whole(test.run, width, 192, 1000);
    const UnitResult expected = whole.compute(range);
    for (const std::int64_t batches : {1, 3}) {
      UnitRunner in_parts(test.run, width, 192, batches * test.batch);
      EXPECT_TRUE(are_equal_bits(in_parts.compute(range).states, expected.states)) << width << ", " << batches;
    }
  }
}

TEST(UnitRunner, GoesOnFromACheckpointInAnotherRunner) {
  const LongRun test(16);
  const UnitRange range = unit_range(test.run.shape, 0);
  UnitRunner whole(test.run, 16, 192, 1000);
  const UnitResult expected = whole.compute(range);

  UnitRunner interrupted(test.run, 16, 192, 2 * test.batch);
  interrupted.begin(range);
  EXPECT_FALSE(interrupted.is_between_parts()) << "nothing has been computed";
  int parts = 0;
  while (parts < 3 && interrupted.advance()) parts += interrupted.is_between_parts() ? 1 : 0;
  const UnitCheckpoint checkpoint = interrupted.checkpoint();
  EXPECT_EQ(checkpoint.next_step, 6 * test.batch);

  UnitRunner other(test.run, 16, 192, test.batch);
  other.compute({0, 64, 64});  // something else first
  ASSERT_TRUE(other.restore(range, checkpoint));
  while (other.advance()) {
  }
  EXPECT_TRUE(are_equal_bits(other.result().states, expected.states));
}

TEST(UnitRunner, RefusesACheckpointOfAnotherShape) {
  const LongRun test(16);
  const UnitRange range = unit_range(test.run.shape, 0);
  UnitRunner runner(test.run, 16, 192, test.batch);
  runner.begin(range);
  while (!runner.is_between_parts()) runner.advance();
  const UnitCheckpoint good = runner.checkpoint();
  EXPECT_TRUE(runner.restore(range, good));
  UnitCheckpoint bad = good;
  bad.workspace.pop_back();
  EXPECT_FALSE(runner.restore(range, bad));
  bad = good;
  bad.next_step += 1;
  EXPECT_FALSE(runner.restore(range, bad));
  EXPECT_FALSE(runner.restore({1, 0, 150}, good)) << "another unit";
  UnitRunner wider(test.run, 32, 192, test.batch);
  EXPECT_FALSE(wider.restore(range, good));
}

TEST(UnitRunner, RefusesABlockWidthThatHasNoKernel) {
  const CompiledRun run = compile_run(feedback_experiment());
  EXPECT_THROW(UnitRunner(run, 24, 64), Error);
}

}  // namespace
}  // namespace dosde
