#include "engine/ensemble/unit_size.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>

#include "engine/core/kokkos.hpp"
#include "engine/random/point_draws.hpp"

namespace dosde {
namespace {

constexpr std::int64_t unit_bytes = 2 * 1024 * 1024;  ///< saved states of a unit: a second-level cache's worth
constexpr std::int64_t block_bytes =
    768 * 1024;  ///< working set of a block: a share of a second-level cache (measured: benchmarks/README.md)
constexpr std::int64_t batch_bytes = 128 * 1024;  ///< increments made at once: an eighth of a second-level cache (16
                                                  ///< KiB measured 1.3 x slower for 8 scenarios)

constexpr std::int64_t stage_bytes = 256 * 1024;  ///< staged saves of a block
constexpr std::int64_t piece_bytes = 512;         ///< a trajectory's part of them: eight cache lines

constexpr double controlled_steps = 24.0;  ///< a guess of what a step costs that trajectories halve: 8 x 3 evaluations

constexpr double eventful_steps = 4.0;  ///< and one in which conditions and jumps are looked for

constexpr double unit_work = 1 << 30;   ///< 2 to 5 seconds
constexpr double part_work = 1 << 26;   ///< 0.1 to 0.3 seconds
constexpr double slice_work = 1 << 20;  ///< 2 to 5 milliseconds

/// Saved states of one trajectory through all scenarios of a point.
std::int64_t bytes_of_trajectory(const RunShape& shape) {
  return shape.base_count() * static_cast<std::int64_t>(8 * shape.save_times.size() * shape.columns.size());
}

/// What a number of a step costs, against one that is a cell's.
double work_of_noise(const CompiledRun& run) {
  constexpr double of_node = 3.0;  // measured: 2.5, and 80 (benchmarks/schemes_benchmark.cpp)
  constexpr double of_walk = 64.0;
  if (run.steps_per_cell == 1) return run.cells_per_step;
  return std::has_single_bit(static_cast<std::uint32_t>(run.steps_per_cell)) ? of_node : of_walk;
}

}  // namespace

std::int64_t choose_unit_points(const RunShape& shape, double trajectory_work) {
  if (shape.unit_size < shape.trajectories) return 1;
  const std::int64_t by_bytes = unit_bytes / std::max<std::int64_t>(1, bytes_of_trajectory(shape) * shape.trajectories);
  const double by_work = unit_work / std::max(1.0, trajectory_work * static_cast<double>(shape.trajectories));
  const auto fitting = static_cast<std::int64_t>(std::min(static_cast<double>(by_bytes), by_work));
  return std::clamp<std::int64_t>(fitting, 1, shape.points);
}

double measure_trajectory_work(const CompiledRun& run) {
  const double steps_of_step = run.control ? controlled_steps : run.has_happenings ? eventful_steps : 1.0;
  return steps_of_step * static_cast<double>(run.scenarios.size()) *
         static_cast<double>(run.experiment.time.last_tick()) *
         (static_cast<double>(run.row_count) + static_cast<double>(run.increment_count) * work_of_noise(run));
}

std::int32_t choose_saves_ahead(const CompiledRun& run) {
  constexpr std::int64_t most_rows = 256;  // a quarter of a megabyte of the widest block
  if (!run.control || run.has_happenings) return 0;
  const auto saves = static_cast<std::int64_t>(run.save_ticks.size());
  return static_cast<std::int32_t>(std::min(saves, std::clamp<std::int64_t>(most_rows / run.row_count, 4, 128)));
}

std::int64_t count_tree_slots(const CompiledRun& run) {
  if (!run.control) return 0;
  // A node, its halves, and a second half for each depth; the state after the node, its first half, and both. With
  // pieces the path where nodes begin, and what a piece has of one.
  const std::int64_t of_tree = run.pieces.empty() ? run.control->halvings + 4 : 2 * most_halvings + 9;
  return of_tree * run.increment_count + 3 * run.row_count;
}

std::int64_t count_signal_slots(const CompiledRun& run) {
  return static_cast<std::int64_t>(run.scenarios.size() + 1) * run.most_signals;
}

std::int64_t choose_part_steps(const CompiledRun& run, int block_width, std::int32_t batch_steps) {
  const std::int64_t all = run.experiment.time.step_count;
  const double block_work = measure_trajectory_work(run) * block_width;
  if (block_work <= part_work) return all;
  const double fitting = static_cast<double>(all) * part_work / block_work / batch_steps;
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(fitting)) * batch_steps;
}

std::int64_t choose_slice_blocks(const CompiledRun& run, int block_width) {
  const double block_work = std::max(1.0, measure_trajectory_work(run) * block_width);
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(slice_work / block_work));
}

std::int64_t choose_unit_size(const RunShape& shape, double trajectory_work) {
  const std::int64_t trajectory_bytes = bytes_of_trajectory(shape);
  std::int64_t size = shape.leaf_size;
  while (size < shape.trajectories && 2 * size * trajectory_bytes <= unit_bytes &&
         static_cast<double>(2 * size) * trajectory_work <= unit_work)
    size *= 2;
  return size;
}

int choose_block_width(const CompiledRun& run) {
  if (!std::is_same_v<Kokkos::DefaultExecutionSpace, Kokkos::DefaultHostExecutionSpace>) return 1;
  const auto scenarios = static_cast<std::int64_t>(run.scenarios.size());
  const std::int64_t slots = static_cast<std::int64_t>(4) * run.increment_count +
                             scenarios * (2 * run.row_count + run.lane_slots) + run.scratch_slots + run.row_count +
                             count_tree_slots(run) + count_signal_slots(run);
  for (const int width : {128, 64, 32}) {
    const bool is_needed = width <= 2 * run.experiment.trajectories * run.shape.unit_points;
    if (is_needed && slots * width * 8 <= block_bytes) return width;
  }
  return 16;
}

std::int32_t choose_batch_steps(const CompiledRun& run, int block_width) {
  const auto step_bytes = static_cast<std::int64_t>(8 * block_width) * std::max<std::int64_t>(1, run.increment_count);
  // Lanes that choose their steps wait for the slowest at a batch's end, and read its numbers once, not in every step.
  // The signs of many cells are drawn at once, and would be drawn again in the next batch.
  const bool has_signs = run.detail == PathDetail::two_points;
  const std::int64_t most_steps = run.control ? 256 : has_signs ? kSignsPerBlock : 64;
  const std::int64_t bytes = run.control || has_signs ? 4 * batch_bytes : batch_bytes;
  const auto steps = static_cast<std::uint32_t>(std::clamp<std::int64_t>(bytes / step_bytes / 4 * 4, 4, most_steps));
  return static_cast<std::int32_t>(run.steps_per_cell > 1 ? std::bit_ceil(steps) : steps);
}

std::int32_t choose_stage_capacity(const CompiledRun& run, int block_width) {
  const auto save_bytes = static_cast<std::int64_t>(8 * std::max<std::size_t>(1, run.shape.columns.size()));
  const std::int64_t fitting =
      stage_bytes / (save_bytes * block_width * static_cast<std::int64_t>(run.scenarios.size()));
  const auto saves = static_cast<std::int64_t>(run.shape.save_times.size());
  return static_cast<std::int32_t>(std::max<std::int64_t>(1, std::min({fitting, piece_bytes / save_bytes, saves})));
}

}  // namespace dosde
