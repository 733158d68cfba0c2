#include "engine/ensemble/memory_need.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

TEST(MemoryNeed, DoesNotGrowWithTheNumberOfTrajectories) {
  Experiment experiment = feedback_experiment();
  experiment.trajectories = 1'000'000;
  const std::int64_t need = memory_need(compile_run(experiment));
  experiment.trajectories = 1'000'000'000;
  EXPECT_EQ(memory_need(compile_run(experiment)), need);
}

TEST(MemoryNeed, HoldsTheStatesOfAUnit) {
  Experiment experiment = feedback_experiment();
  experiment.scenarios = many_scenarios();
  experiment.trajectories = 1'000'000;
  const CompiledRun run = compile_run(experiment);
  const auto states = static_cast<std::int64_t>(8 * 6 * run.shape.save_times.size() * 2) * run.shape.unit_size;
  EXPECT_GE(memory_need(run), states);
  EXPECT_LE(memory_need(run), 2 * states) << "the states are meant to dominate";
}

TEST(MemoryNeed, CountsTheWaitingNodesOfTheSummaryTreeByItsHeight) {
  Experiment experiment = feedback_experiment();
  experiment.trajectories = 2;
  CompiledRun run = compile_run(experiment);
  const std::int64_t short_run = memory_need(run);
  const auto before = static_cast<std::int64_t>(run.shape.save_times.size());
  run.shape.save_times.resize(10'000'000);
  const std::int64_t values = (10'000'000 - before) * static_cast<std::int64_t>(run.shape.columns.size());
  const auto scenarios = static_cast<std::int64_t>(run.shape.scenarios.size());
  // A value: states of two trajectories a scenario, a node a scenario and one that waits, and the sums of a leaf.
  EXPECT_EQ(memory_need(run) - short_run, values * (8 * 2 * scenarios + 40 * (scenarios + 1) + 32));
}

TEST(MemoryNeed, BeyondTheMachineIsRefusedInASentence) {
  CompiledRun run = compile_run(feedback_experiment());
  EXPECT_NO_THROW(require_memory(run));
  run.shape.unit_size = run.shape.trajectories = std::int64_t{1} << 45;  // petabytes
  try {
    require_memory(run);
    FAIL() << "accepted " << memory_need(run) << " bytes";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input_output);
    EXPECT_NE(std::string(error.what()).find("GB of memory"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace dosde
