#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "engine/random/node_normals.hpp"
#include "engine/random/normal.hpp"

namespace dosde {

/// Where the kernel's Brownian increments come from. A provider is a plain value that is copied into kernels. It
/// knows its sources by index, and writes the increments of one source over consecutive noise cells, for a block of
/// consecutive trajectories; source_count + k stands for the space-time Lévy areas of source k:
///
///     provider.template fill<Width>(out, cell_stride, source, first_trajectory, first_cell, cell_count)
///
/// puts the increment of `source` over cell first_cell + i, for trajectory first_trajectory + l, at
/// out[i * cell_stride + l] (0 <= i < cell_count, 0 <= l < Width). So out + source * Width with cell_stride =
/// sources * Width gives [cell][source][lane], and cell_stride = Width gives one source's [cell][lane].
/// `first_cell` and `cell_count` are multiples of kCellsPerBlock. A value depends on the source, trajectory and
/// cell alone, never on the block that asked for it. fill is callable on a device with Width 1.
///
///     provider.template fill_listed<Width>(out, cell_stride, source, trajectories, first_cell, cell_count)
///
/// does the same for a block whose lanes are any trajectories, lane l's being trajectories[l].
///
///     provider.template fill_bridge<Width>(out, source, trajectories, cell, pair)
///
/// puts four standard normals a lane at out[i * Width + l]: those of two nodes of the cell's tree (cell_walk.hpp).
/// fill_bridge<Width, NormalsOfPair::first> puts only the first of each node, i = 0 and 2, which makes the increments
/// of its halves; the other places are the provider's to use.
///
///     provider.template fill_nodes<Width>(first, second, source, nodes, count)
///
/// puts the two normals of the i-th of some nodes of any trajectories and cells at first[i] and second[i]
/// (node_normals.hpp).
template <class Provider>
concept NoiseProvider = std::is_trivially_copyable_v<Provider> &&
    requires(const Provider provider, double* out, std::int64_t cell_stride, int source, std::uint64_t first_trajectory,
             const std::uint64_t* trajectories, std::uint64_t first_cell, std::int64_t cell_count, std::uint64_t pair,
             NodeList<64>& nodes) {
  { provider.source_count() } -> std::same_as<int>;
  {
    provider.template fill<1>(out, cell_stride, source, first_trajectory, first_cell, cell_count)
    } -> std::same_as<void>;
  {
    provider.template fill<64>(out, cell_stride, source, first_trajectory, first_cell, cell_count)
    } -> std::same_as<void>;
  {
    provider.template fill_listed<64>(out, cell_stride, source, trajectories, first_cell, cell_count)
    } -> std::same_as<void>;
  { provider.template fill_bridge<64>(out, source, trajectories, first_cell, pair) } -> std::same_as<void>;
  {
    provider.template fill_bridge<64, NormalsOfPair::first>(out, source, trajectories, first_cell, pair)
    } -> std::same_as<void>;
  { provider.template fill_nodes<64>(out, out, source, nodes, source) } -> std::same_as<void>;
};

/// Cells come in blocks of four, because a Philox block has four words.
inline constexpr std::int64_t kCellsPerBlock = 4;

}  // namespace dosde
