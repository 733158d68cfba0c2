#pragma once

#include "engine/ensemble/lane_tree.hpp"

namespace dosde {

// Where the grid splits a step, lanes that choose their steps by themselves meet inside it. Their nodes are then
// clipped: of a node that reaches over a split time they take what lies in the piece at hand.

/// The part of a noise cell that all lanes are taken through: whole cells, or a piece of one.
struct CellPart {
  bool is_piece = false;
  double from = 0.0, until = 1.0;  ///< fractions of the cell
  double begin_time = 0.0;         ///< of a piece, model time
  double end_time = 0.0;
  const double* path_from = nullptr;   ///< [value, integral][source][Width] of the path where a piece begins inside
  const double* path_until = nullptr;  ///< and where it ends inside
};

/// What lanes have of their nodes: where that begins, is cut and ends, in fractions of their cells.
template <int Width>
struct NodeParts {
  double begin[Width], middle[Width], end[Width];
};

/// Does the middle of a lane's node lie inside the part? Only there a node can be cut.
template <int Width>
DOSDE_FORCEINLINE_FUNCTION bool has_middle(const LaneTree<Width>& tree, const CellPart& part, int lane) {
  const double middle = tree.begin[lane] + 0.5 * tree.length[lane];
  return part.from < middle && middle < part.until;
}

/// Must a lane go farther down, because it can't cut its node? At the deepest level it takes what there is in one step.
template <int Width>
DOSDE_FORCEINLINE_FUNCTION bool must_descend(const KernelData& run, const LaneTree<Width>& tree, const CellPart& part,
                                             int lane) {
  return part.is_piece && tree.depth[lane] < run.control.levels && !has_middle(tree, part, lane);
}

/// Lanes whose nodes are cut go down into the halves in which their way through the part begins.
template <int Width>
DOSDE_INLINE_FUNCTION void descend_into_part(const KernelData& run, const LaneTree<Width>& tree, const CellPart& part,
                                             const LaneList<Width>& lanes) {
  if (!part.is_piece) return descend(run, tree, lanes, NodeHalf::first);
  LaneList<Width> into_first, into_second;
  for (int i = 0; i < lanes.count; ++i) {
    const int lane = lanes.lane[i];
    const bool is_second = tree.begin[lane] + 0.5 * tree.length[lane] <= part.from;
    (is_second ? into_second : into_first).add(lane);
  }
  descend(run, tree, into_first, NodeHalf::first);
  descend(run, tree, into_second, NodeHalf::second);
}

template <int Width>
DOSDE_FORCEINLINE_FUNCTION bool is_clipped(const LaneTree<Width>& tree, const CellPart& part, int lane) {
  return tree.begin[lane] < part.from || tree.begin[lane] + tree.length[lane] > part.until;
}

/// What each lane has of its node. Where no middle is inside, the first part is all.
template <int Width>
DOSDE_FORCEINLINE_FUNCTION NodeParts<Width> clip_nodes(const LaneTree<Width>& tree, const CellPart& part) {
  NodeParts<Width> parts;
  const double* __restrict begins = tree.begin;
  const double* __restrict lengths = tree.length;
  const double from = part.from;
  const double until = part.until;
  for (int lane = 0; lane < Width; ++lane) {
    const double begin = begins[lane];
    const double middle = begin + 0.5 * lengths[lane];
    const double end = begin + lengths[lane];
    const double last = end > until ? until : end;
    const double inside = middle < until ? middle : last;
    parts.begin[lane] = begin < from ? from : begin;
    parts.end[lane] = last;
    parts.middle[lane] = middle > from ? inside : last;
  }
  return parts;
}

/// A place on the path of one source.
struct PathPlace {
  double value, integral;
};

/// The numbers of a source between two places of a path: W, and H into `area`.
DOSDE_INLINE_FUNCTION void write_between(const PathPlace& begin, const PathPlace& end, double length, double& increment,
                                         double& area) {
  increment = end.value - begin.value;
  area = length > 0.0 ? area_between(begin.value, begin.integral, end.integral, length, increment) : 0.0;
}

/// The numbers of what lanes have of their nodes, which are cut, into tree.clipped: of clipped nodes differences of the
/// path, else the nodes' own.
template <int Width>
DOSDE_INLINE_FUNCTION void clip_numbers(const KernelData& run, const LaneTree<Width>& tree, const CellPart& part,
                                        const NodeParts<Width>& parts, const LaneList<Width>& lanes) {
  const std::int64_t numbers = static_cast<std::int64_t>(run.increment_count) * Width;
  const std::int64_t areas = static_cast<std::int64_t>(run.source_count) * Width;
  double* whole = tree.clipped;
  double* first = whole + numbers;
  double* second = first + numbers;
  for (int i = 0; i < lanes.count; ++i) {
    const int lane = lanes.lane[i];
    if (!is_clipped(tree, part, lane)) {
      for (std::int64_t at = lane; at < numbers; at += Width) {
        whole[at] = tree.whole[at];
        first[at] = tree.first[at];
        second[at] = tree.second[at];
      }
      continue;
    }
    const double node_end = tree.begin[lane] + tree.length[lane];
    for (std::int64_t at = lane; at < areas; at += Width) {
      PathPlace begin{tree.path[at], tree.path[areas + at]};
      PathPlace end{
          begin.value + tree.whole[at],
          begin.integral + tree.length[lane] * (begin.value + (0.5 * tree.whole[at] + tree.whole[areas + at]))};
      if (tree.begin[lane] < part.from) begin = {part.path_from[at], part.path_from[areas + at]};
      if (node_end > part.until) end = {part.path_until[at], part.path_until[areas + at]};
      PathPlace middle = end;
      if (has_middle(tree, part, lane))
        find_middle(run, tree, static_cast<int>(at / Width), lane, middle.value, middle.integral);
      write_between(begin, end, parts.end[lane] - parts.begin[lane], whole[at], whole[areas + at]);
      write_between(begin, middle, parts.middle[lane] - parts.begin[lane], first[at], first[areas + at]);
      write_between(middle, end, parts.end[lane] - parts.middle[lane], second[at], second[areas + at]);
    }
  }
}

}  // namespace dosde
