#include "engine/ensemble/memory_need.hpp"

#include <algorithm>
#include <bit>
#include <fstream>
#include <string>

#include "engine/ensemble/moments.hpp"
#include "engine/ensemble/unit_size.hpp"

namespace dosde {
namespace {

/// What the system says is available without swapping; 0 where it does not say.
std::int64_t available_bytes() {
  std::ifstream file("/proc/meminfo");
  std::string key;
  std::int64_t kilobytes = 0;
  std::string unit;
  while (file >> key >> kilobytes) {
    std::getline(file, unit);
    if (key == "MemAvailable:") return kilobytes * 1024;
  }
  return 0;
}

std::string gigabytes(std::int64_t bytes) {
  const std::int64_t tenths = bytes / 100'000'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GB";
}

}  // namespace

std::int64_t memory_need(const CompiledRun& run) {
  const RunShape& shape = run.shape;
  const std::int64_t scenarios = shape.base_count() * shape.unit_points;
  const auto values = static_cast<std::int64_t>(shape.save_times.size() * shape.columns.size());
  const std::int64_t trajectories = std::min(shape.unit_size, shape.trajectories);
  const std::int64_t states = 8 * scenarios * trajectories * values;
  // Of the summary tree one node for each bit of the number of leaves waits, and a leaf has four sums a value.
  const auto leaves = static_cast<std::uint64_t>((trajectories + shape.leaf_size - 1) / shape.leaf_size);
  const std::int64_t nodes = scenarios + std::bit_width(leaves);
  const std::int64_t moments = values * (static_cast<std::int64_t>(sizeof(Moments)) * nodes + 4 * 8);
  const int width = choose_block_width(run);
  const std::int64_t slots = static_cast<std::int64_t>(run.increment_count) * choose_batch_steps(run, width) + 8 +
                             shape.base_count() * (2 * run.row_count + run.lane_slots + 3) + run.scratch_slots +
                             (1 + choose_saves_ahead(run)) * run.row_count + count_tree_slots(run) +
                             count_signal_slots(run);
  const auto& world = run.experiment.world;
  const std::int64_t recorded = world ? 8 * static_cast<std::int64_t>(world->increments.size()) : 0;
  return states + moments + 8 * slots * width + recorded;
}

void require_memory(const CompiledRun& run) {
  const std::int64_t need = memory_need(run);
  const std::int64_t available = available_bytes();
  if (available > 0 && need > available)
    throw Error(ErrorKind::input_output,
                "a work unit of this run needs " + gigabytes(need) + " of memory and this machine has " +
                    gigabytes(available) + " left",
                "a unit holds the saved states of 64 trajectories under all scenarios",
                "save fewer times or fewer variables");
}

}  // namespace dosde
