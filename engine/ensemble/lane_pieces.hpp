#pragma once

#include "engine/ensemble/cell_place.hpp"
#include "engine/ensemble/lane_cells.hpp"
#include "engine/random/cell_walk.hpp"

namespace dosde {

/// Of a path from the start of a step's first cell: its value and its integral over time, the latter in cell lengths.
template <int Width>
struct PathFromStep {
  double value[Width];
  double integral[Width];
};

/// What a source does over the pieces of a step, one after the other: W, and H where the scheme uses it, of each piece
/// are what lies between the path at its begin and the path at its end. As over whole steps (sum_cells),
/// H = (1/length) ∫ W dt - W/2.
template <int Width>
struct PieceWriter {
  const Piece* pieces;       ///< of the step
  double* out;               ///< of the first piece: [first numbers of all sources, then their second][lane]
  std::int64_t stride;       ///< from piece to piece
  std::int64_t area_offset;  ///< from W to H; 0 where only W is wanted
  double begin;              ///< where the step begins, in cells from its first one's start
  PathFromStep<Width> before{};

  /// The path of one lane where the step begins, inside a cell.
  DOSDE_INLINE_FUNCTION void start(int lane, double value, double integral) {
    before.value[lane] = value;
    before.integral[lane] = integral;
  }

  /// Of a piece, in cells from the first one's start.
  [[nodiscard]] DOSDE_INLINE_FUNCTION double end(std::int32_t piece) const {
    return static_cast<double>(pieces[piece].end_cell) + pieces[piece].end_fraction;
  }

  /// `value`, `integral`: of the path at the end of the piece, of one lane.
  DOSDE_INLINE_FUNCTION void write(std::int32_t piece, int lane, double value, double integral) {
    double* increment = out + piece * stride + lane;
    *increment = value - before.value[lane];
    if (area_offset > 0) {
      const double length = end(piece) - (piece == 0 ? begin : end(piece - 1));
      increment[area_offset] =
          length > 0.0 ? area_between(before.value[lane], before.integral[lane], integral, length, *increment) : 0.0;
    }
    before.value[lane] = value;
    before.integral[lane] = integral;
  }
};

/// What lanes ask for that choose their steps by themselves: the path itself at the ends of the pieces of a step, of
/// one source.
template <int Width>
struct PathWriter {
  const Piece* pieces;
  double* out;               ///< of the first piece: [values of all sources, then integrals][lane]
  std::int64_t stride;       ///< from piece to piece
  std::int64_t area_offset;  ///< from values to integrals
  double begin;              ///< such lanes have steps of whole cells: 0

  DOSDE_INLINE_FUNCTION void start(int, double, double) const {}

  DOSDE_INLINE_FUNCTION void write(std::int32_t piece, int lane, double value, double integral) const {
    double* place = out + piece * stride + lane;
    place[0] = value;
    place[area_offset] = integral;
  }
};

/// Walks through one cell to the ends of the pieces first … last-1, the lanes in groups whose way down the tree stays
/// in the cache; where the step begins inside the cell, by way of that place. `path`: at the cell's start; `root`:
/// √(cell length).
template <int Width, NoiseProvider Noise, class Writer>
DOSDE_INLINE_FUNCTION void cut_cell(const CellNumbers& numbers, double root, const Noise& noise, int source,
                                    const std::uint64_t* trajectories, const PathFromStep<Width>& path,
                                    std::int32_t first, std::int32_t last, Writer& writer) {
  constexpr int group = Width < 16 ? Width : 16;
  CellWalk<group> walk(root);
  CellNode<group> reached;
  for (int lanes = 0; lanes < Width; lanes += group) {
    for (int lane = 0; lane < group; ++lane) {
      walk.cell().increment[lane] = numbers.increment[lanes + lane];
      walk.cell().area[lane] = numbers.area[lanes + lane];
    }
    walk.restart();
    const auto cell = static_cast<std::uint64_t>(numbers.cell);
    if (first == 0 && writer.begin > 0.0) {
      walk.walk_to(writer.begin, reached, noise, source, trajectories + lanes, cell);
      for (int lane = 0; lane < group; ++lane) writer.start(lanes + lane, reached.value[lane], reached.integral[lane]);
    }
    for (std::int32_t i = first; i < last; ++i) {
      const double fraction = writer.pieces[i].end_fraction;
      walk.walk_to(fraction, reached, noise, source, trajectories + lanes, cell);
      for (int lane = 0; lane < group; ++lane) {
        const double value = path.value[lanes + lane];
        writer.write(i, lanes + lane, value + reached.value[lane],
                     path.integral[lanes + lane] + (value * fraction + reached.integral[lane]));
      }
    }
  }
}

/// Tells a writer where one source is at the ends of the pieces of one step.
template <int Width, NoiseProvider Noise, class Writer>
DOSDE_INLINE_FUNCTION void walk_through_pieces(const KernelData& run, const BlockWorkspace<Width>& memory,
                                               const Noise& noise, const UnitMemory& unit, int source,
                                               std::int32_t count, Writer writer) {
  const Piece* pieces = writer.pieces;
  PathFromStep<Width> path{};
  for (std::int32_t i = 0, cell = 0; i < count; ++cell) {
    for (; i < count && pieces[i].end_cell == cell && pieces[i].end_fraction == 0.0; ++i)
      for (int lane = 0; lane < Width; ++lane) writer.write(i, lane, path.value[lane], path.integral[lane]);
    if (i == count) return;
    const CellNumbers numbers =
        read_cell(run, memory, noise, unit, source, first_cell_of(run, pieces[0].step) + cell, cell == 0);
    const std::int32_t first = i;
    while (i < count && pieces[i].end_cell == cell) ++i;
    if (i > first) cut_cell(numbers, run.root_cell, noise, source, memory.trajectory, path, first, i, writer);
    for (int lane = 0; lane < Width; ++lane) {
      path.integral[lane] += path.value[lane] + (0.5 * numbers.increment[lane] + numbers.area[lane]);
      path.value[lane] += numbers.increment[lane];
    }
  }
}

/// The numbers of one source over the pieces of one step, or the path at their ends.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void make_pieces_of_source(const KernelData& run, const BlockWorkspace<Width>& memory,
                                                 const Noise& noise, const UnitMemory& unit, int source,
                                                 const Piece* pieces, std::int32_t count, double* out) {
  const std::int64_t stride = static_cast<std::int64_t>(run.increment_count) * Width;
  const std::int64_t areas = static_cast<std::int64_t>(run.increment_count - run.source_count) * Width;
  const double begin = stretch_of_step(run, pieces[0].step).from;
  double* own = out + static_cast<std::int64_t>(source) * Width;
  if (run.control.is_on)
    walk_through_pieces(run, memory, noise, unit, source, count, PathWriter<Width>{pieces, own, stride, areas, begin});
  else
    walk_through_pieces(run, memory, noise, unit, source, count, PieceWriter<Width>{pieces, own, stride, areas, begin});
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
