// Lanes of one block in different regimes: what events will need. Each lane must do exactly what it does among its own
// kind.

#include <gtest/gtest.h>

#include <vector>

#include "engine/ensemble/block_kernel.hpp"
#include "engine/ensemble/device_run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

constexpr int block_width = 16;
constexpr std::int64_t step_count = 8;

/// Two regimes: x clamped before, free after time 1.5.
Experiment two_regimes() {
  Experiment experiment = feedback_experiment();
  Scenario scenario;
  scenario.name = "clamped";
  scenario.interventions = {make_intervention("clamp", "x", {{"value", formula("2 + 0.1*t")}}, {{}, 1.5, {}})};
  experiment.scenarios = {scenario};
  return experiment;
}

/// Takes eight steps of one block whose lanes are in the given regimes; returns the state rows.
std::vector<double> take_steps_in(const std::vector<std::int32_t>& regimes) {
  const CompiledRun run = compile_run(two_regimes());
  const DeviceRun device(run, static_cast<std::int32_t>(step_count), 1);
  const KernelData& data = device.data();
  Kokkos::View<double*, Kokkos::HostSpace> workspace("workspace",
                                                     static_cast<std::size_t>(measure_block_memory<block_width>(data)));
  WorkspaceCarver carver{workspace.data(), 0};
  const BlockWorkspace<block_width> memory = carve_block_memory<block_width>(data, carver);
  const CellNoiseWorlds noise{data.source_keys, data.source_count, data.root_cell, data.detail};
  const std::int32_t only_point = 0;
  UnitMemory unit;
  unit.trajectory_count = block_width;
  unit.points = &only_point;
  memory.present[0] = 0;
  const LaneWorld<block_width> world{data, memory, 0, 0};
  place_lanes(memory, unit, 0);
  start_lanes(world, unit);
  make_increments(data, memory, noise(0), unit, 0, PieceRange{});
  for (int lane = 0; lane < block_width; ++lane) world.regime()[lane] = regimes[static_cast<std::size_t>(lane)];
  take_watched_steps(world, 0, step_count);
  write_out_clamps(world, step_count);
  return {world.present(), world.present() + data.row_count * block_width};
}

TEST(Regime, LanesOfOneBlockMayBeInDifferentRegimes) {
  std::vector<std::int32_t> mixed(block_width);
  for (std::size_t lane = 0; lane < block_width; ++lane) mixed[lane] = lane % 3 == 0 ? 1 : 0;
  const std::vector<double> first = take_steps_in(std::vector<std::int32_t>(block_width, 0));
  const std::vector<double> second = take_steps_in(std::vector<std::int32_t>(block_width, 1));
  const std::vector<double> both = take_steps_in(mixed);
  ASSERT_NE(first, second);
  for (std::size_t row = 0; row < 2; ++row)
    for (std::size_t lane = 0; lane < block_width; ++lane) {
      const std::size_t place = row * block_width + lane;
      EXPECT_EQ(both[place], mixed[lane] == 1 ? second[place] : first[place]) << "row " << row << ", lane " << lane;
    }
}

}  // namespace
}  // namespace dosde
