#pragma once

#include "engine/ensemble/lane_saves.hpp"
#include "engine/random/cell_noise.hpp"

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
DOSDE_INLINE_FUNCTION void make_increments(const KernelData& run, const BlockWorkspace<Width>& memory,
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

/// The noise of each world: one for all scenarios, or one a scenario where the pairing is independent.
struct CellNoiseWorlds {
  const std::uint64_t* keys;  ///< [world][source]
  int source_count;
  double increment_scale;
  PathDetail detail;

  DOSDE_INLINE_FUNCTION CellNoise operator()(int world) const {
    return {keys + static_cast<std::int64_t>(world) * source_count, source_count, increment_scale, detail};
  }
};

/// The steps first … last-1 of a run, or all of them. A part that is not the last ends at a whole number of batches.
struct StepRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Integrates one block of `Width` lanes of a unit through all scenarios, over a part of the time span:
///
///     at the start of the span: start every scenario's lanes
///     for each batch of steps:
///       make the increments                       (once, for all scenarios that share a world)
///       for each scenario:
///         until the batch's end: take steps up to the next action, then act (switch, save)
///     at the end of the span: note how the lanes ended
///
/// Memory is the workspace of the block, which carries the block from one part of the span to the next; nothing
/// allocates.
template <int Width, class NoiseWorlds>
DOSDE_INLINE_FUNCTION void integrate_block(const KernelData& run, const NoiseWorlds& noise, const UnitMemory& unit,
                                           std::int64_t block, const StepRange& steps, double* workspace) {
  WorkspaceCarver carver{workspace, 0};
  const BlockWorkspace<Width> memory = carve_block_memory<Width>(run, carver);
  const std::int64_t first_lane = block * Width;
  const std::int64_t remaining = unit.point_count * unit.trajectory_count - first_lane;
  const int lane_count = remaining < Width ? static_cast<int>(remaining) : Width;

  place_lanes(memory, unit, first_lane);
  for (int s = 0; s < run.scenario_count && steps.first == 0; ++s) {
    memory.present[s] = 0;
    start_lanes(LaneWorld<Width>{run, memory, s, 0}, unit);
  }
  // The span's last batch may be empty of steps: actions at the stop are taken in it.
  const bool is_end = steps.last == run.step_count;
  const std::int64_t end = is_end ? run.step_count + 1 : steps.last;
  for (std::int64_t batch_first = steps.first; batch_first < end; batch_first += run.batch_steps) {
    const std::int64_t batch_end = batch_first + run.batch_steps;
    const std::int64_t last = batch_end < run.step_count ? batch_end : run.step_count;
    const bool has_steps = batch_first < run.step_count;
    if (has_steps && !run.has_worlds) make_increments(run, memory, noise(0), unit, batch_first);
    for (int s = 0; s < run.scenario_count; ++s) {
      if (has_steps && run.has_worlds) make_increments(run, memory, noise(s), unit, batch_first);
      const LaneWorld<Width> world{run, memory, s, batch_first};
      const ScenarioView& scenario = run.scenarios[s];
      std::int64_t step = batch_first;
      while (true) {
        const bool has_action = memory.next_action[s] < scenario.actions.count;
        const Action* action = run.actions + scenario.actions.first + memory.next_action[s];
        const bool is_due = has_action && (action->step < batch_end) && (action->step <= last);
        const std::int64_t until = is_due ? action->step : last;
        take_watched_steps(world, step, until);
        step = until;
        if (!is_due) break;
        if (action->kind == ActionKind::switch_regime)
          switch_regime(world, run.switches[scenario.first_switch + action->index], step);
        else
          save_lanes(world, unit, lane_count, step);
        ++memory.next_action[s];
      }
    }
  }
  for (int s = 0; s < run.scenario_count && is_end; ++s) {
    const LaneWorld<Width> world{run, memory, s, 0};
    flush_saves(world, unit, lane_count);
    note_ends(world, unit, lane_count);
  }
}

}  // namespace dosde
