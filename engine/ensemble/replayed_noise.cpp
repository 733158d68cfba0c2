#include "engine/ensemble/replayed_noise.hpp"

#include "engine/ensemble/block_kernel.hpp"
#include "engine/ensemble/device_run.hpp"

namespace dosde {
namespace {

constexpr std::int32_t batch_steps = kCellsPerBlock;  // the shortest: the numbers do not depend on it

}  // namespace

ReplayedNoise::ReplayedNoise(const CompiledRun& run, const std::vector<std::uint64_t>& keys, std::int64_t trajectory)
    : data_(describe_noise(run, batch_steps)),
      noise_({keys.data(), data_.source_count, data_.root_cell, data_.detail}, data_.given_cells),
      memory_(static_cast<std::size_t>(measure_block_memory<1>(data_))) {
  WorkspaceCarver carver{memory_.data(), 0};
  block_ = carve_block_memory<1>(data_, carver);
  block_.trajectory[0] = static_cast<std::uint64_t>(trajectory);
  block_.point[0] = 0;
}

std::vector<double> ReplayedNoise::over(std::int64_t tick) {
  const std::int64_t step = data_.time.place(tick).step;
  const std::int64_t batch_first = step / data_.batch_steps * data_.batch_steps;
  const PieceRange pieces = find_pieces(data_, batch_first, batch_first + data_.batch_steps);
  make_increments(data_, block_, noise_, UnitMemory{}, batch_first, pieces);
  const double* numbers = block_.increments + (step - batch_first) * data_.increment_count;
  for (std::int32_t i = 0; i < pieces.count; ++i)
    if (data_.pieces[pieces.first + i].first_tick == tick)
      numbers = block_.pieces + static_cast<std::int64_t>(i) * data_.increment_count;
  return {numbers, numbers + data_.increment_count};
}

}  // namespace dosde
