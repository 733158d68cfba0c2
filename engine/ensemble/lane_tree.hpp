#pragma once

#include <cmath>

#include "engine/ensemble/block_memory.hpp"
#include "engine/random/cell_walk.hpp"
#include "engine/random/noise_provider.hpp"

namespace dosde {

// The way of each lane along its path, where every lane takes steps of a length of its own: nodes of the trees of the
// noise cells (engine/random/cell_walk.hpp), one after the other. All sources of a lane are at the same node.

/// Lanes of a block, packed: the first `count` of `lane`.
template <int Width>
struct LaneList {
  int lane[Width];
  int count = 0;
  DOSDE_INLINE_FUNCTION void add(int one) { lane[count++] = one; }
};

/// 2^-exponent, for exponents from 0 to 1022.
DOSDE_FORCEINLINE_FUNCTION double power_of_half(std::int32_t exponent) {
  return __builtin_bit_cast(double, static_cast<std::uint64_t>(1023 - exponent) << 52);
}

/// Zeros below the lowest bit of a positive number: the exponent of that bit as a double.
DOSDE_FORCEINLINE_FUNCTION std::int32_t trailing_zeros(std::int64_t number) {
  const auto lowest = static_cast<double>(number & -number);
  return static_cast<std::int32_t>(__builtin_bit_cast(std::uint64_t, lowest) >> 52) - 1023;
}

/// What a lane's node is, in cells: where it begins, from the cell's start, and how long it is.
template <int Width>
DOSDE_FORCEINLINE_FUNCTION void note_node(const KernelData& run, const LaneTree<Width>& tree, int lane) {
  tree.begin[lane] = static_cast<double>(tree.place[lane]) * power_of_half(run.control.levels);
  tree.length[lane] = power_of_half(tree.depth[lane]);
}

/// Are the values of the path known where nodes begin? Only pieces of steps ask for them.
DOSDE_FORCEINLINE_FUNCTION bool has_paths(const KernelData& run) { return run.piece_count > 0; }

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

/// The halves of nodes from W and H of whole ones and two normals each, with the numbers and in the order of operations
/// of CellWalk::cut at a half, so that both see one path. `scale`: the standard deviations of the nodes' increments.
DOSDE_FORCEINLINE_FUNCTION void cut_in_half(int count, const double* __restrict scale,
                                            const double* __restrict first_normal,
                                            const double* __restrict second_normal, const double* __restrict increment,
                                            const double* __restrict area, double* __restrict first_increment,
                                            double* __restrict first_area, double* __restrict second_increment,
                                            double* __restrict second_area) {
  const BridgeFactors factors = BridgeFactors::make(0.5, 1.0);
  for (int i = 0; i < count; ++i) {
    const double distance = factors.mean * area[i] + factors.deviation * scale[i] * first_normal[i];
    const double rest = area[i] - 0.5 * distance;
    const double swing = factors.first_deviation * scale[i] * second_normal[i];
    const double first = 0.5 * increment[i] + distance;
    second_increment[i] = increment[i] - first;
    first_increment[i] = first;
    first_area[i] = rest + swing;
    second_area[i] = rest - swing;
  }
}

/// Cuts the nodes of some lanes. Where these are most of the block the others' are cut too, to no effect: then nothing
/// is packed.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void cut_nodes(const KernelData& run, const LaneTree<Width>& tree, const Noise& noise,
                                     const std::uint64_t* trajectories, const LaneList<Width>& lanes) {
  if (lanes.count == 0) return;
  const bool is_packed = 2 * lanes.count <= Width;
  const int count = is_packed ? lanes.count : Width;
  NodeList<Width> nodes;
  double scale[Width] = {};
  for (int i = 0; i < count; ++i) {
    const int lane = is_packed ? lanes.lane[i] : i;
    nodes.trajectory[i] = trajectories[lane];
    nodes.cell[i] = static_cast<std::uint64_t>(tree.cell[lane]);
    nodes.node[i] = (std::uint64_t{1} << tree.depth[lane]) +
                    (static_cast<std::uint64_t>(tree.place[lane]) >> (run.control.levels - tree.depth[lane]));
    scale[i] = tree.length[lane];
  }
  for (int i = 0; i < count; ++i) scale[i] = std::sqrt(scale[i]) * run.root_cell;
  const std::int64_t areas = static_cast<std::int64_t>(run.source_count) * Width;
  for (int source = 0; source < run.source_count; ++source) {
    double first_normal[Width], second_normal[Width];
    noise.template fill_nodes<Width>(first_normal, second_normal, source, nodes, count);
    const std::int64_t at = static_cast<std::int64_t>(source) * Width;
    const double* whole = tree.whole + at;
    double* first = tree.first + at;
    double* second = tree.second + at;
    if (!is_packed) {
      cut_in_half(Width, scale, first_normal, second_normal, whole, whole + areas, first, first + areas, second,
                  second + areas);
      continue;
    }
    double packed[6][Width];
    for (int i = 0; i < count; ++i) {
      packed[0][i] = whole[lanes.lane[i]];
      packed[1][i] = whole[areas + lanes.lane[i]];
    }
    cut_in_half(count, scale, first_normal, second_normal, packed[0], packed[1], packed[2], packed[3], packed[4],
                packed[5]);
    for (int i = 0; i < count; ++i) {
      const int lane = lanes.lane[i];
      first[lane] = packed[2][i];
      first[areas + lane] = packed[3][i];
      second[lane] = packed[4][i];
      second[areas + lane] = packed[5][i];
    }
  }
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

/// A lane goes down into a half of its node, which is cut. A second half waits for one that went into the first.
template <int Width>
DOSDE_INLINE_FUNCTION void descend(const KernelData& run, const LaneTree<Width>& tree, int lane, NodeHalf half) {
  const std::int64_t deeper = tree.depth[lane] + 1;
  const std::int64_t level = deeper * run.increment_count * Width;
  const bool is_first = half == NodeHalf::first;
  for (int source = 0; has_paths(run) && source < run.source_count; ++source) {
    const std::int64_t at = static_cast<std::int64_t>(source) * Width + lane;
    double* target = is_first ? tree.waiting_path + level : tree.path;
    double value, integral;
    find_middle(run, tree, source, lane, value, integral);
    target[at] = value;
    target[at + static_cast<std::int64_t>(run.source_count) * Width] = integral;
  }
  for (int i = 0; i < run.increment_count; ++i) {
    const std::int64_t at = static_cast<std::int64_t>(i) * Width + lane;
    tree.whole[at] = is_first ? tree.first[at] : tree.second[at];
    if (is_first) tree.waiting[level + at] = tree.second[at];
  }
  tree.depth[lane] = static_cast<std::int32_t>(deeper);
  if (!is_first) tree.place[lane] += std::int64_t{1} << (run.control.levels - deeper);
  note_node(run, tree, lane);
}

/// A lane goes on to the longest node that begins where its own ends. False: that is the end of the cell.
template <int Width>
DOSDE_INLINE_FUNCTION bool go_on(const KernelData& run, const LaneTree<Width>& tree, int lane) {
  const std::int32_t levels = run.control.levels;
  tree.place[lane] += std::int64_t{1} << (levels - tree.depth[lane]);
  if (tree.place[lane] >> levels != 0) return false;
  // The end of a first half, of the node that is as deep as the lowest bit of the place says.
  tree.depth[lane] = levels - trailing_zeros(tree.place[lane]);
  const std::int64_t level = static_cast<std::int64_t>(tree.depth[lane]) * run.increment_count * Width;
  for (int i = 0; i < run.increment_count; ++i) {
    const std::int64_t at = static_cast<std::int64_t>(i) * Width + lane;
    tree.whole[at] = tree.waiting[level + at];
    if (has_paths(run)) tree.path[at] = tree.waiting_path[level + at];
  }
  note_node(run, tree, lane);
  return true;
}

}  // namespace dosde
