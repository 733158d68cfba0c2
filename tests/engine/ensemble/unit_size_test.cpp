#include "engine/ensemble/unit_size.hpp"

#include <gtest/gtest.h>

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

RunShape shape_of(std::size_t scenarios, std::size_t save_times, std::size_t columns, std::int64_t trajectories) {
  RunShape shape;
  shape.scenarios.resize(scenarios);
  shape.save_times.resize(save_times);
  shape.columns.resize(columns);
  shape.trajectories = trajectories;
  return shape;
}

TEST(UnitSize, IsAPowerOfTwoOfLeavesThatFillsAboutTwoMebibytes) {
  for (const std::size_t save_times : {1U, 10U, 300U}) {
    const RunShape shape = shape_of(2, save_times, 3, 100'000'000);
    const std::int64_t leaves = choose_unit_size(shape, 1.0) / shape.leaf_size;
    EXPECT_EQ(choose_unit_size(shape, 1.0) % shape.leaf_size, 0);
    EXPECT_EQ(leaves & (leaves - 1), 0) << leaves << " leaves";
    const auto bytes = static_cast<std::int64_t>(8 * 2 * save_times * 3) * choose_unit_size(shape, 1.0);
    EXPECT_LE(bytes, 2 << 20);
    EXPECT_GT(2 * bytes, 2 << 20);
  }
}

TEST(UnitSize, IsALeafAtLeastAndNoMoreThanTheEnsembleNeeds) {
  EXPECT_EQ(choose_unit_size(shape_of(10, 100'000, 100, 1000), 1.0), 64);
  EXPECT_EQ(choose_unit_size(shape_of(1, 1, 1, 5), 1.0), 64);
  EXPECT_EQ(choose_unit_size(shape_of(1, 1, 1, 65), 1.0), 128);
}

TEST(UnitSize, IsSomeSecondsOfWorkAtMost) {
  const RunShape shape = shape_of(1, 1, 1, 100'000'000);
  std::int64_t size = choose_unit_size(shape, 1.0);
  for (const double work : {1e3, 1e4, 1e5, 1e6}) {
    const std::int64_t next = choose_unit_size(shape, work);
    EXPECT_LE(next, size);
    EXPECT_LE(static_cast<double>(next) * work, 1 << 30);
    size = next;
  }
  EXPECT_EQ(choose_unit_size(shape, 1e12), 64);
}

TEST(PartSteps, AreTheWholeSpanOfAShortRunAndWholeBatchesOfALongOne) {
  Experiment experiment = feedback_experiment();
  CompiledRun run = compile_run(experiment);
  EXPECT_EQ(choose_part_steps(run, 128, 8), 40);
  run.experiment.time.step_count = 1'000'000'000;
  const std::int64_t part = choose_part_steps(run, 128, 8);
  EXPECT_LT(part, 1'000'000);
  EXPECT_GE(part, 8);
  EXPECT_EQ(part % 8, 0);
}

TEST(BlockWidth, ShrinksAsTheModelGrows) {
  Experiment experiment = feedback_experiment();
  experiment.trajectories = 10'000;
  int width = choose_block_width(compile_run(experiment));
  EXPECT_EQ(width, 128);
  for (const std::size_t scenarios : {50U, 200U, 1000U}) {
    experiment.scenarios.clear();
    for (std::size_t s = 0; s < scenarios; ++s) experiment.scenarios.push_back({"s" + std::to_string(s), "", {}, {}});
    const int next = choose_block_width(compile_run(experiment));
    EXPECT_LE(next, width);
    width = next;
  }
  EXPECT_EQ(width, 16);
}

TEST(BlockWidth, IsNotWastedOnFewTrajectories) {
  Experiment experiment = feedback_experiment();
  experiment.trajectories = 20;
  EXPECT_EQ(choose_block_width(compile_run(experiment)), 32);
}

TEST(BatchSteps, AreAMultipleOfFour) {
  const CompiledRun run = compile_run(feedback_experiment());
  std::int32_t longest = 0;
  for (const int width : {128, 64, 32, 16, 1}) {
    const std::int32_t steps = choose_batch_steps(run, width);
    EXPECT_EQ(steps % 4, 0);
    EXPECT_GE(steps, longest) << "narrower blocks leave room for longer batches";
    longest = steps;
  }
}

TEST(BatchSteps, UseAWholeBlockOfSigns) {
  Experiment experiment = feedback_experiment();
  const std::int32_t steps_of_normals = choose_batch_steps(compile_run(experiment), 128);
  experiment.scheme = "weak_euler";
  const CompiledRun run = compile_run(experiment);
  EXPECT_EQ(choose_batch_steps(run, 16), 128) << "128 signs are drawn at once";
  EXPECT_GT(choose_batch_steps(run, 128), steps_of_normals);
}

TEST(StageCapacity, IsOneSaveAtLeastAndAllAtMost) {
  Experiment experiment = feedback_experiment();
  EXPECT_GE(choose_stage_capacity(compile_run(experiment), 16), 2);
  experiment.saves = save_at_steps(experiment.time, {40});
  EXPECT_EQ(choose_stage_capacity(compile_run(experiment), 16), 1);
}

}  // namespace
}  // namespace dosde
