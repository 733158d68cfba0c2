#pragma once

#include "engine/ensemble/lane_tree.hpp"
#include "engine/random/noise_provider.hpp"

namespace dosde {

// The bridges of the path: nodes of the trees of the noise cells that many lanes ask for at once, each its own.

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

/// Nodes that are to be cut, and the standard deviations of their increments: the i-th a lane's.
template <int Width>
struct NodesToCut {
  NodeList<Width> nodes;
  double scale[Width];

  DOSDE_FORCEINLINE_FUNCTION void put(int i, const KernelData& run, const LaneTree<Width>& tree, int lane,
                                      std::uint64_t trajectory) {
    nodes.trajectory[i] = trajectory;
    nodes.cell[i] = static_cast<std::uint64_t>(tree.cell[lane]);
    nodes.node[i] = node_number(run, tree, lane);
    scale[i] = std::sqrt(tree.length[lane]) * run.root_cell;
  }
};

/// Where the halves of nodes are put: the numbers of the first half of the i-th listed lane to first[number][lane],
/// those of the second to second[seconds[i] + number * stride].
struct CutHalves {
  double* first;
  double* second;
  const std::int32_t* seconds;
  std::int64_t stride;
};

/// Cuts the nodes of some lanes.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void cut_some_nodes(const KernelData& run, const LaneTree<Width>& tree, const Noise& noise,
                                          const std::uint64_t* trajectories, const LaneList<Width>& lanes,
                                          const CutHalves& halves) {
  const int count = lanes.count;
  NodesToCut<Width> cuts;
  for (int i = 0; i < count; ++i) cuts.put(i, run, tree, lanes.lane[i], trajectories[lanes.lane[i]]);
  const std::int64_t areas = static_cast<std::int64_t>(run.source_count) * Width;
  for (int source = 0; source < run.source_count; ++source) {
    double normals[2][Width], parts[6][Width];
    noise.template fill_nodes<Width>(normals[0], normals[1], source, cuts.nodes, count);
    const std::int64_t at = static_cast<std::int64_t>(source) * Width;
    const double* whole = tree.whole + at;
    for (int i = 0; i < count; ++i) {
      parts[0][i] = whole[lanes.lane[i]];
      parts[1][i] = whole[areas + lanes.lane[i]];
    }
    cut_in_half(count, cuts.scale, normals[0], normals[1], parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
    double* __restrict first = halves.first + at;
    double* __restrict second = halves.second + source * halves.stride;
    const std::int64_t second_areas = run.source_count * halves.stride;
    for (int i = 0; i < count; ++i) {
      first[lanes.lane[i]] = parts[2][i];
      first[areas + lanes.lane[i]] = parts[3][i];
      second[halves.seconds[i]] = parts[4][i];
      second[second_areas + halves.seconds[i]] = parts[5][i];
    }
  }
}

/// Cuts the nodes of some lanes, into tree.first and tree.second. Where these are most of the block the others' are cut
/// too, to no effect: then nothing is packed.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void cut_nodes(const KernelData& run, const LaneTree<Width>& tree, const Noise& noise,
                                     const std::uint64_t* trajectories, const LaneList<Width>& lanes) {
  if (2 * lanes.count <= Width)
    return cut_some_nodes(run, tree, noise, trajectories, lanes, {tree.first, tree.second, lanes.lane, Width});
  NodesToCut<Width> cuts;
  for (int lane = 0; lane < Width; ++lane) cuts.put(lane, run, tree, lane, trajectories[lane]);
  const std::int64_t areas = static_cast<std::int64_t>(run.source_count) * Width;
  for (int source = 0; source < run.source_count; ++source) {
    double normals[2][Width];
    noise.template fill_nodes<Width>(normals[0], normals[1], source, cuts.nodes, Width);
    const std::int64_t at = static_cast<std::int64_t>(source) * Width;
    const double* whole = tree.whole + at;
    double* first = tree.first + at;
    double* second = tree.second + at;
    cut_in_half(Width, cuts.scale, normals[0], normals[1], whole, whole + areas, first, first + areas, second,
                second + areas);
  }
}

/// Cuts the nodes of some lanes and takes these down into the first halves. Where no paths are kept (has_paths).
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void cut_and_descend(const KernelData& run, const LaneTree<Width>& tree, const Noise& noise,
                                           const std::uint64_t* trajectories, const LaneList<Width>& lanes) {
  std::int32_t seconds[Width];
  for (int i = 0; i < lanes.count; ++i) seconds[i] = waiting_place(run, lanes.lane[i], tree.depth[lanes.lane[i]] + 1);
  cut_some_nodes(run, tree, noise, trajectories, lanes, {tree.whole, tree.waiting, seconds, 1});
  for (int i = 0; i < lanes.count; ++i) {
    const int lane = lanes.lane[i];
    tree.depth[lane] += 1;
    tree.length[lane] *= 0.5;
  }
}

}  // namespace dosde
