#pragma once

#include "engine/ensemble/lane_cells.hpp"
#include "engine/random/cell_walk.hpp"

namespace dosde {

/// Of a path from the start of a step: its value and its integral over time, the latter in cell lengths.
template <int Width>
struct PathFromStep {
  double value[Width];
  double integral[Width];
};

/// Goes on along the path by the whole of a cell, whose increment and area the walk holds.
template <int Width>
DOSDE_INLINE_FUNCTION void pass_cell(PathFromStep<Width>& path, const CellWalk<Width>& cell) {
  for (int lane = 0; lane < Width; ++lane) {
    path.integral[lane] += path.value[lane] + (0.5 * cell.increment[lane] + cell.area[lane]);
    path.value[lane] += cell.increment[lane];
  }
}

/// The increment and area of the cell that was asked for last.
template <int Width>
struct HeldCell {
  CellWalk<Width> numbers;
  std::int64_t cell = -1;
};

template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void hold_cell(HeldCell<Width>& held, const KernelData& run, const BlockWorkspace<Width>& memory,
                                     const Noise& noise, const UnitMemory& unit, int source, std::int64_t cell) {
  if (held.cell == cell) return;
  held.cell = cell;
  const std::int64_t first = cell / kCellsPerBlock * kCellsPerBlock;
  const double* increments = memory.cells + (cell - first) * Width;
  const double* areas = increments + kCellsPerBlock * Width;
  const auto from = static_cast<std::uint64_t>(first);
  fill_cells(memory.cells, Width, noise, source, memory, unit, from, kCellsPerBlock);
  fill_cells(memory.cells + kCellsPerBlock * Width, Width, noise, run.source_count + source, memory, unit, from,
             kCellsPerBlock);
  for (int lane = 0; lane < Width; ++lane) {
    held.numbers.increment[lane] = increments[lane];
    held.numbers.area[lane] = areas[lane];
  }
}

/// The numbers of one source over the pieces of one step: the path is followed from the step's start to the end of each
/// piece, and a piece has what lies between. As over whole steps (sum_cells), H = (1/length) ∫ W dt - W/2.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void make_pieces_of_source(const KernelData& run, const BlockWorkspace<Width>& memory,
                                                 const Noise& noise, const UnitMemory& unit, int source,
                                                 const Piece* pieces, std::int32_t count, double* out) {
  const bool has_areas = run.increment_count > run.source_count;
  const std::int64_t stride = static_cast<std::int64_t>(run.increment_count) * Width;
  const std::int64_t first_cell = pieces[0].step * run.cells_per_step;
  PathFromStep<Width> cells{};  // along the cells that are passed
  PathFromStep<Width> before{};
  HeldCell<Width> held{};
  std::int32_t passed = 0;
  double begin = 0.0;  // of the piece, in cells from the step's start
  for (std::int32_t i = 0; i < count; ++i) {
    const Piece& piece = pieces[i];
    for (; passed < piece.end_cell; ++passed) {
      hold_cell(held, run, memory, noise, unit, source, first_cell + passed);
      pass_cell(cells, held.numbers);
    }
    PathFromStep<Width> end = cells;
    if (piece.end_fraction > 0.0) {
      hold_cell(held, run, memory, noise, unit, source, first_cell + passed);
      CellWalk<Width> walk = held.numbers;
      walk_into_cell(walk, noise, source, memory.trajectory, static_cast<std::uint64_t>(held.cell), piece.end_fraction,
                     run.root_cell);
      for (int lane = 0; lane < Width; ++lane) {
        end.integral[lane] += end.value[lane] * piece.end_fraction + walk.area[lane];
        end.value[lane] += walk.increment[lane];
      }
    }
    const double length = static_cast<double>(piece.end_cell) + piece.end_fraction - begin;
    double* increment = out + i * stride + static_cast<std::int64_t>(source) * Width;
    for (int lane = 0; lane < Width; ++lane) increment[lane] = end.value[lane] - before.value[lane];
    if (has_areas) {
      double* area = increment + static_cast<std::int64_t>(run.source_count) * Width;
      for (int lane = 0; lane < Width; ++lane) {
        const double integral = (end.integral[lane] - before.integral[lane]) - before.value[lane] * length;
        area[lane] = length > 0.0 ? integral / length - 0.5 * increment[lane] : 0.0;
      }
    }
    before = end;
    begin += length;
  }
}

/// Pieces of a batch: the first, and how many.
struct PieceRange {
  std::int32_t first = 0;
  std::int32_t count = 0;
};

/// How many pieces are of steps before `step`.
DOSDE_INLINE_FUNCTION std::int32_t count_pieces_before(const KernelData& run, std::int64_t step) {
  return count_before(run.piece_count, [&](std::int32_t piece) { return run.pieces[piece].step < step; });
}

/// The pieces of the steps first … last-1.
DOSDE_INLINE_FUNCTION PieceRange find_pieces(const KernelData& run, std::int64_t first, std::int64_t last) {
  const std::int32_t before = count_pieces_before(run, first);
  return {before, count_pieces_before(run, last) - before};
}

/// Makes the numbers of every source over the pieces of a batch: [piece][as of a step][lane].
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void make_pieces(const KernelData& run, const BlockWorkspace<Width>& memory, const Noise& noise,
                                       const UnitMemory& unit, const PieceRange& range) {
  const Piece* pieces = run.pieces + range.first;
  for (std::int32_t first = 0; first < range.count;) {
    std::int32_t last = first;
    while (last < range.count && pieces[last].step == pieces[first].step) ++last;
    double* out = memory.pieces + static_cast<std::int64_t>(first) * run.increment_count * Width;
    for (int source = 0; source < run.source_count; ++source)
      make_pieces_of_source(run, memory, noise, unit, source, pieces + first, last - first, out);
    first = last;
  }
}

}  // namespace dosde
