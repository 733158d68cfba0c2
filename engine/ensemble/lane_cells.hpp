#pragma once

#include "engine/ensemble/block_memory.hpp"
#include "engine/random/noise_provider.hpp"

namespace dosde {

/// The numbers of one source over some cells, a multiple of four, for all lanes: [cell][lane], `stride` apart.
///
/// The lanes of a block are consecutive trajectories, unless they belong to several points of a sweep: then the points
/// meet the same few trajectories, whose numbers are made once and dealt out, or, where a unit has many trajectories,
/// each lane's own are made. The bits do not depend on the way.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void fill_cells(double* out, std::int64_t stride, const Noise& noise, int source,
                                      const BlockWorkspace<Width>& memory, const UnitMemory& unit,
                                      std::uint64_t first_cell, std::int64_t cell_count) {
  const std::uint64_t* trajectory = memory.trajectory;
  if (memory.point[0] == memory.point[Width - 1]) {
    noise.template fill<Width>(out, stride, source, trajectory[0], first_cell, cell_count);
    return;
  }
  if constexpr (Width > 1) {
    if (2 * unit.trajectory_count > Width) {
      noise.template fill_listed<Width>(out, stride, source, trajectory, first_cell, cell_count);
      return;
    }
    const auto first = static_cast<std::uint64_t>(unit.first_trajectory);
    for (std::int64_t done = 0; done < cell_count; done += kCellsPerBlock) {
      for (std::int64_t made = 0; made < unit.trajectory_count; made += 16)
        noise.template fill<16>(memory.distinct + made, most_distinct, source, first + static_cast<std::uint64_t>(made),
                                first_cell + static_cast<std::uint64_t>(done), kCellsPerBlock);
      for (std::int64_t cell = 0; cell < kCellsPerBlock; ++cell) {
        const double* made = memory.distinct + cell * most_distinct;
        double* cell_out = out + (done + cell) * stride;
        for (int lane = 0; lane < Width; ++lane) cell_out[lane] = made[trajectory[lane] - first];
      }
    }
  }
}

/// The numbers of one source in a cell, in memory.cells: [lane] each.
struct CellNumbers {
  std::int64_t cell;
  const double* increment;
  const double* area;
};

/// `is_first`: nothing of this source has been read yet.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION CellNumbers read_cell(const KernelData& run, const BlockWorkspace<Width>& memory,
                                            const Noise& noise, const UnitMemory& unit, int source, std::int64_t cell,
                                            bool is_first) {
  const std::int64_t place = cell % kCellsPerBlock;
  double* areas = memory.cells + kCellsPerBlock * Width;
  if (is_first || place == 0) {
    const auto from = static_cast<std::uint64_t>(cell - place);
    fill_cells(memory.cells, Width, noise, source, memory, unit, from, kCellsPerBlock);
    fill_cells(areas, Width, noise, run.source_count + source, memory, unit, from, kCellsPerBlock);
  }
  return {cell, memory.cells + place * Width, areas + place * Width};
}

/// Adds up the cells of one source over the steps of a batch. A step's increment is the sum of its cells', in order:
/// W = Σ w_j. With areas, its space-time Lévy area is the exact one of the same path: for n cells of length c
///
///     (1/nc) ∫ W dt = (1/n) Σ_j (W_j + w_j/2 + h_j),   W_j the sum before cell j,   H = (1/nc) ∫ W dt - W/2.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void sum_cells(const KernelData& run, const BlockWorkspace<Width>& memory, const Noise& noise,
                                     int source, const UnitMemory& unit, std::uint64_t first_cell) {
  const std::int64_t stride = static_cast<std::int64_t>(run.increment_count) * Width;
  const bool has_areas = run.increment_count > run.source_count;
  const double cells_per_step = run.cells_per_step;
  for (std::int64_t cell = 0; cell < static_cast<std::int64_t>(run.batch_steps) * run.cells_per_step; ++cell) {
    const std::uint64_t place = first_cell + static_cast<std::uint64_t>(cell);
    if (cell % kCellsPerBlock == 0) {
      fill_cells(memory.cells, Width, noise, source, memory, unit, place, kCellsPerBlock);
      if (has_areas)
        fill_cells(memory.cells + kCellsPerBlock * Width, Width, noise, run.source_count + source, memory, unit, place,
                   kCellsPerBlock);
    }
    double* sum = memory.increments + cell / run.cells_per_step * stride + static_cast<std::int64_t>(source) * Width;
    const double* increment = memory.cells + cell % kCellsPerBlock * Width;
    const bool is_first = cell % run.cells_per_step == 0;
    if (has_areas) {
      double* area = sum + static_cast<std::int64_t>(run.source_count) * Width;
      const double* cell_area = increment + kCellsPerBlock * Width;
      const bool is_last = cell % run.cells_per_step == run.cells_per_step - 1;
      for (int lane = 0; lane < Width; ++lane) {
        const double before = is_first ? 0.0 : sum[lane];
        const double mean = before + (0.5 * increment[lane] + cell_area[lane]);
        area[lane] = is_first ? mean : area[lane] + mean;
        if (is_last) area[lane] = area[lane] / cells_per_step - 0.5 * (before + increment[lane]);
      }
    }
    for (int lane = 0; lane < Width; ++lane) sum[lane] = is_first ? increment[lane] : sum[lane] + increment[lane];
  }
}

/// Makes the numbers of every source over the steps batch_first … of a batch: [step][first numbers of all sources, then
/// their second numbers where the scheme uses two][lane].
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void make_step_increments(const KernelData& run, const BlockWorkspace<Width>& memory,
                                                const Noise& noise, const UnitMemory& unit, std::int64_t batch_first) {
  const std::int64_t stride = static_cast<std::int64_t>(run.increment_count) * Width;
  const auto first_cell = static_cast<std::uint64_t>(batch_first * run.cells_per_step);
  if (run.cells_per_step == 1) {
    for (int index = 0; index < run.increment_count; ++index)
      fill_cells(memory.increments + static_cast<std::int64_t>(index) * Width, stride, noise, index, memory, unit,
                 first_cell, run.batch_steps);
  } else {
    for (int source = 0; source < run.source_count; ++source) sum_cells(run, memory, noise, source, unit, first_cell);
  }
}

}  // namespace dosde
