#pragma once

#include "engine/ensemble/cell_place.hpp"
#include "engine/ensemble/lane_cells.hpp"
#include "engine/random/cell_parts.hpp"

namespace dosde {

// Steps that are parts of a noise cell. Their numbers are what the cell's path does between the places where they begin
// and end: with a power of two of them nodes of the cell's tree, else differences of the path.

/// How many lanes are taken at once, so that what they need of the tree stays in the first-level cache: 2 KB a lane of
/// a walk, 0.2 of 16 steps that are nodes.
template <int Width>
inline constexpr int kWalkGroup = Width < 16 ? Width : 16;
template <int Width>
inline constexpr int kHalvingGroup = Width < 32 ? Width : 32;

/// Steps of one cell: from the `first`-th on.
struct StepsOfCell {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

/// Steps that are nodes of the tree: a power of two of them a cell, and those at hand are all of one node's.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void halve_to_steps(const KernelData& run, const CellNumbers& numbers, const Noise& noise,
                                          int source, const std::uint64_t* trajectories, const StepsOfCell& steps,
                                          const PartRow& out) {
  constexpr int group = kHalvingGroup<Width>;
  CellHalving<group> halving(run.root_cell);
  const CellParts parts{static_cast<std::uint64_t>(numbers.cell), binary_logarithm(run.steps_per_cell),
                        static_cast<std::uint64_t>(steps.first), binary_logarithm(steps.count)};
  for (int lanes = 0; lanes < Width; lanes += group)
    halving.make(numbers.increment + lanes, numbers.area + lanes, parts, noise, source, trajectories + lanes,
                 {out.increment + lanes, out.area == nullptr ? nullptr : out.area + lanes, out.stride});
}

/// Any number of steps a cell: a walk from place to place.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void walk_to_steps(const KernelData& run, const CellNumbers& numbers, const Noise& noise,
                                         int source, const std::uint64_t* trajectories, const StepsOfCell& steps,
                                         const PartRow& out) {
  constexpr int group = kWalkGroup<Width>;
  const auto cell = static_cast<std::uint64_t>(numbers.cell);
  CellWalk<group> walk(run.root_cell);
  CellNode<group> before, reached;
  for (int lanes = 0; lanes < Width; lanes += group) {
    for (int lane = 0; lane < group; ++lane) {
      walk.cell().increment[lane] = numbers.increment[lanes + lane];
      walk.cell().area[lane] = numbers.area[lanes + lane];
    }
    walk.restart();
    before = walk.cell();
    if (steps.first > 0)
      walk.walk_to(place_in_cell(run, steps.first), before, noise, source, trajectories + lanes, cell);
    for (std::int64_t i = 0; i < steps.count; ++i) {
      const double from = place_in_cell(run, steps.first + i);
      const double until = place_in_cell(run, steps.first + i + 1);
      if (until < 1.0)
        walk.walk_to(until, reached, noise, source, trajectories + lanes, cell);
      else
        walk.find_end(reached);
      double* increment = out.increment + i * out.stride + lanes;
      for (int lane = 0; lane < group; ++lane) increment[lane] = reached.value[lane] - before.value[lane];
      for (int lane = 0; lane < group && out.area != nullptr; ++lane)
        out.area[i * out.stride + lanes + lane] = area_between(before.value[lane], before.integral[lane],
                                                               reached.integral[lane], until - from, increment[lane]);
      before = reached;
    }
  }
}

/// As make_step_increments, of steps that are parts of cells. A batch has whole cells, or is a part of one, where they
/// have a power of two of steps.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void make_parts_of_cells(const KernelData& run, const BlockWorkspace<Width>& memory,
                                               const Noise& noise, const UnitMemory& unit, std::int64_t batch_first) {
  const std::int64_t stride = static_cast<std::int64_t>(run.increment_count) * Width;
  const std::int64_t areas = static_cast<std::int64_t>(run.increment_count - run.source_count) * Width;
  const std::int64_t in_cell = run.steps_per_cell;
  for (int source = 0; source < run.source_count; ++source) {
    double* own = memory.increments + static_cast<std::int64_t>(source) * Width;
    for (std::int64_t done = 0; done < run.batch_steps;) {
      const std::int64_t first = (batch_first + done) % in_cell;
      const std::int64_t left_of_batch = run.batch_steps - done;
      const std::int64_t left_of_cell = in_cell - first;
      const StepsOfCell steps{first, left_of_cell < left_of_batch ? left_of_cell : left_of_batch};
      const CellNumbers numbers =
          read_cell(run, memory, noise, unit, source, (batch_first + done) / in_cell, done == 0);
      double* increments = own + done * stride;
      const PartRow out{increments, areas > 0 ? increments + areas : nullptr, stride};
      if (is_power_of_two(in_cell))
        halve_to_steps<Width>(run, numbers, noise, source, memory.trajectory, steps, out);
      else
        walk_to_steps<Width>(run, numbers, noise, source, memory.trajectory, steps, out);
      done += steps.count;
    }
  }
}

}  // namespace dosde
