#include "engine/ensemble/unit_runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/ensemble/run.hpp"
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

TEST(UnitRunner, RefusesABlockWidthThatHasNoKernel) {
  const CompiledRun run = compile_run(feedback_experiment());
  EXPECT_THROW(UnitRunner(run, 24, 64), Error);
}

}  // namespace
}  // namespace dosde
