#pragma once

#include <cmath>

#include "engine/ensemble/block_memory.hpp"
#include "engine/random/cell_walk.hpp"

namespace dosde {

// The way of each lane along its path, where every lane takes steps of a length of its own: nodes of the trees of the
// noise cells (engine/random/cell_walk.hpp), one after the other. All sources of a lane are at the same node.

/// Lanes of a block, packed: the first `count` of `lane`.
template <int Width>
struct LaneList {
  int lane[Width];
  int count = 0;
  DOSDE_INLINE_FUNCTION void add(int one) { lane[count++] = one; }
  /// Takes the lanes whose flag is 1, and no others. Without a branch, whose way nothing would foretell.
  DOSDE_INLINE_FUNCTION void take_flagged(const std::int32_t* flags) {
    count = 0;
    for (int one = 0; one < Width; ++one) {
      lane[count] = one;
      count += flags[one];
    }
  }
};

/// 2^-exponent, for exponents from 0 to 1022.
DOSDE_FORCEINLINE_FUNCTION double power_of_half(std::int32_t exponent) {
  return __builtin_bit_cast(double, static_cast<std::uint64_t>(1023 - exponent) << 52);
}

/// Zeros below the lowest bit of a positive number: the exponent of that bit as a float.
DOSDE_FORCEINLINE_FUNCTION std::int32_t trailing_zeros(std::int32_t number) {
  const auto lowest = static_cast<float>(number & -number);
  return (__builtin_bit_cast(std::int32_t, lowest) >> 23) - 127;
}

/// The number of a lane's node in its tree (NodeList).
template <int Width>
DOSDE_FORCEINLINE_FUNCTION std::uint64_t node_number(const KernelData& run, const LaneTree<Width>& tree, int lane) {
  const std::int32_t depth = tree.depth[lane];
  return static_cast<std::uint64_t>((1 << depth) + (tree.place[lane] >> (run.control.levels - depth)));
}

/// What a lane's node is, in cells: where it begins, from the cell's start, and how long it is.
template <int Width>
DOSDE_FORCEINLINE_FUNCTION void note_node(const KernelData& run, const LaneTree<Width>& tree, int lane) {
  tree.begin[lane] = static_cast<double>(tree.place[lane]) * power_of_half(run.control.levels);
  tree.length[lane] = power_of_half(tree.depth[lane]);
}

/// Are the values of the path known where nodes begin? Only pieces of steps ask for them.
DOSDE_FORCEINLINE_FUNCTION bool has_paths(const KernelData& run) { return run.piece_count > 0; }

/// Where the number 0 of the second half that waits for a lane at that depth is in tree.waiting.
DOSDE_FORCEINLINE_FUNCTION std::int32_t waiting_place(const KernelData& run, int lane, std::int32_t depth) {
  return (lane * (run.control.levels + 1) + depth) * run.increment_count;
}

/// Puts a lane at the start of a cell, at the root. `numbers`: W of all sources over the cell, then H: [number][Width].
template <int Width>
DOSDE_INLINE_FUNCTION void enter_cell(const KernelData& run, const LaneTree<Width>& tree, int lane, std::int64_t cell,
                                      const double* numbers) {
  for (int i = 0; i < run.increment_count; ++i) {
    const std::int64_t at = static_cast<std::int64_t>(i) * Width + lane;
    tree.whole[at] = numbers[at];
    if (has_paths(run)) tree.path[at] = 0.0;
  }
  tree.cell[lane] = cell;
  tree.place[lane] = 0;
  tree.depth[lane] = 0;
  note_node(run, tree, lane);
}

/// The path at the middle of a lane's node, which is cut: of one source its value and its integral. As CellWalk has it.
template <int Width>
DOSDE_FORCEINLINE_FUNCTION void find_middle(const KernelData& run, const LaneTree<Width>& tree, int source, int lane,
                                            double& value, double& integral) {
  const std::int64_t at = static_cast<std::int64_t>(source) * Width + lane;
  const std::int64_t second = at + static_cast<std::int64_t>(run.source_count) * Width;
  const double passed = 0.5 * tree.length[lane];
  value = tree.path[at] + tree.first[at];
  integral = tree.path[second] + passed * (tree.path[at] + (0.5 * tree.first[at] + tree.first[second]));
}

enum class NodeHalf : std::uint8_t { first, second };

/// Lanes go down into a half of their nodes, which are cut. A second half waits for one that went into the first.
template <int Width>
DOSDE_INLINE_FUNCTION void descend(const KernelData& run, const LaneTree<Width>& tree, const LaneList<Width>& lanes,
                                   NodeHalf half) {
  const std::int64_t numbers = static_cast<std::int64_t>(run.increment_count) * Width;
  const bool is_first = half == NodeHalf::first;
  for (int source = 0; has_paths(run) && source < run.source_count; ++source)
    for (int i = 0; i < lanes.count; ++i) {
      const int lane = lanes.lane[i];
      const std::int64_t at = static_cast<std::int64_t>(source) * Width + lane;
      double* target = is_first ? tree.waiting_path + (tree.depth[lane] + 1) * numbers : tree.path;
      double value, integral;
      find_middle(run, tree, source, lane, value, integral);
      target[at] = value;
      target[at + static_cast<std::int64_t>(run.source_count) * Width] = integral;
    }
  for (int i = 0; i < lanes.count; ++i) {
    const int lane = lanes.lane[i];
    double* __restrict waiting = tree.waiting + waiting_place(run, lane, tree.depth[lane] + 1);
    for (int number = 0; number < run.increment_count; ++number) {
      const std::int64_t at = static_cast<std::int64_t>(number) * Width + lane;
      waiting[number] = tree.second[at];  // nobody asks, where it is the second
      tree.whole[at] = is_first ? tree.first[at] : tree.second[at];
    }
  }
  for (int i = 0; i < lanes.count; ++i) {
    const int lane = lanes.lane[i];
    const std::int32_t deeper = tree.depth[lane] + 1;
    tree.depth[lane] = deeper;
    tree.place[lane] += is_first ? 0 : 1 << (run.control.levels - deeper);
    note_node(run, tree, lane);
  }
}

/// Lanes go on to the longest nodes that begin where their own end: those whose flag in `goes` is 1. Where that is the
/// end of the cell, `begin` is 1.
template <int Width>
DOSDE_INLINE_FUNCTION void go_on(const KernelData& run, const LaneTree<Width>& tree,
                                 const std::int32_t* __restrict goes) {
  const std::int64_t numbers = static_cast<std::int64_t>(run.increment_count) * Width;
  const std::int32_t levels = run.control.levels;
  std::int32_t* __restrict place = tree.place;
  std::int32_t* __restrict depth = tree.depth;
  double* __restrict begin = tree.begin;
  double* __restrict length = tree.length;
  const double unit = power_of_half(levels);
  for (int lane = 0; lane < Width; ++lane) {
    const std::int32_t next = place[lane] + (goes[lane] << (levels - depth[lane]));
    // The end of a first half, of the node that is as deep as the lowest bit of the place says.
    const std::int32_t reached = levels - trailing_zeros(next);
    depth[lane] = goes[lane] != 0 ? reached : depth[lane];
    place[lane] = next;
    begin[lane] = static_cast<double>(next) * unit;
    length[lane] = power_of_half(depth[lane]);
  }
  const int count = run.increment_count;
  for (int lane = 0; lane < Width; ++lane) {
    if (goes[lane] == 0) continue;  // few
    double* __restrict whole = tree.whole + lane;
    const double* __restrict waiting = tree.waiting + waiting_place(run, lane, depth[lane]);
    for (int number = 0; number < count; ++number) whole[static_cast<std::int64_t>(number) * Width] = waiting[number];
  }
  for (std::int64_t number = 0; has_paths(run) && number < numbers; number += Width) {
    double* __restrict path = tree.path + number;
    const double* __restrict waiting_path = tree.waiting_path + number;
    for (int lane = 0; lane < Width; ++lane) {
      const double other = waiting_path[depth[lane] * numbers + lane];
      path[lane] = goes[lane] != 0 ? other : path[lane];
    }
  }
}

}  // namespace dosde
