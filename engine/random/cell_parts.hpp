#pragma once

#include <cmath>
#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/cell_walk.hpp"
#include "engine/random/normal.hpp"

/// A noise cell in equal parts, a power of two of them: all nodes of one depth of its tree (cell_walk.hpp), breadth
/// first, so that the normals of a pair serve two nodes.

namespace dosde {

/// Nodes that are made at once, at most.
inline constexpr int kMostParts = 64;

/// Numbers of nodes side by side: W of the i-th at increment[i * stride + lane], H at area[i * stride + lane].
struct PartRow {
  double* increment;
  double* area;  ///< nullptr: H is not wanted
  std::int64_t stride;
};

/// Some of the parts: the nodes first … first + 2^levels - 1 of a depth of the tree, counted from the left. `first` is
/// a multiple of their number, which is kMostParts at most: so they are all that one node above has at that depth.
struct CellParts {
  std::uint64_t cell;
  int depth;
  std::uint64_t first;
  int levels;
};

/// Cuts nodes of one depth and one source in half, for a block of lanes. The bits are those of CellWalk.
template <int Width>
class CellHalving {
 public:
  /// `root`: √(cell length).
  DOSDE_INLINE_FUNCTION explicit CellHalving(double root) : root_(root) {}

  /// Makes W and H of some parts of a cell whose own are `increment` and `area`, [lane].
  template <class Noise>
  DOSDE_INLINE_FUNCTION void make(const double* increment, const double* area, const CellParts& parts,
                                  const Noise& noise, int source, const std::uint64_t* trajectories,
                                  const PartRow& out) {
    const PartRow buffers[2] = {{increments_[0], areas_[0], Width}, {increments_[1], areas_[1], Width}};
    for (int lane = 0; lane < Width; ++lane) {
      increments_[0][lane] = increment[lane];
      areas_[0][lane] = area[lane];
    }
    int now = 0;
    // Down to the node that has them all: one node a depth, of which one half is kept.
    const int above = parts.depth - parts.levels;
    for (int depth = 0; depth < above; ++depth) {
      const std::uint64_t node = (std::uint64_t{1} << depth) + (parts.first >> (parts.depth - depth));
      noise.template fill_bridge<Width>(normals_, source, trajectories, parts.cell, node / 2);
      cut<true>(factors_at(depth), node, buffers[now], 0, buffers[1 - now], 0);
      now = 1 - now;
      if ((parts.first >> (parts.depth - depth - 1)) % 2 == 0) continue;
      for (int lane = 0; lane < Width; ++lane) {
        increments_[now][lane] = increments_[now][Width + lane];
        areas_[now][lane] = areas_[now][Width + lane];
      }
    }
    for (int level = 0; level < parts.levels; ++level) {
      const int depth = above + level;
      const BridgeFactors factors = factors_at(depth);
      const std::uint64_t first = (std::uint64_t{1} << depth) + (parts.first >> (parts.depth - depth));
      const bool is_last = level + 1 == parts.levels;
      const PartRow& halves = is_last ? out : buffers[1 - now];
      const int count = 1 << level;
      for (int i = 0; i < count; ++i) {
        const std::uint64_t node = first + static_cast<std::uint64_t>(i);
        const bool is_drawn = i > 0 && node % 2 == 1;
        if (halves.area != nullptr) {
          if (!is_drawn) noise.template fill_bridge<Width>(normals_, source, trajectories, parts.cell, node / 2);
          cut<true>(factors, node, buffers[now], i, halves, 2 * i);
        } else {
          if (!is_drawn)
            noise.template fill_bridge<Width, NormalsOfPair::first>(normals_, source, trajectories, parts.cell,
                                                                    node / 2);
          cut<false>(factors, node, buffers[now], i, halves, 2 * i);
        }
      }
      now = 1 - now;
    }
    if (parts.levels > 0) return;
    for (int lane = 0; lane < Width; ++lane) {
      out.increment[lane] = increments_[now][lane];
      if (out.area != nullptr) out.area[lane] = areas_[now][lane];
    }
  }

 private:
  [[nodiscard]] DOSDE_INLINE_FUNCTION BridgeFactors factors_at(int depth) const {
    return BridgeFactors::make(0.5, std::sqrt(1.0 / static_cast<double>(std::int64_t{1} << depth)) * root_);
  }

  /// Cuts the `place`-th node of a row, whose number in the tree is `node`, into two of another row.
  template <bool HasAreas>
  DOSDE_INLINE_FUNCTION void cut(const BridgeFactors& factors, std::uint64_t node, const PartRow& row, int place,
                                 const PartRow& halves, int first) const {
    double* increment = halves.increment + first * halves.stride;
    double* area = HasAreas ? halves.area + first * halves.stride : nullptr;
    halve<HasAreas>(factors, normals_ + (node % 2 == 0 ? 0 : 2 * Width), row.increment + place * row.stride,
                    row.area + place * row.stride, increment, increment + halves.stride, area,
                    HasAreas ? area + halves.stride : nullptr);
  }

  /// `normals`: the node's first, then its second, [lane] each.
  template <bool HasAreas>
  DOSDE_INLINE_FUNCTION static void halve(const BridgeFactors& factors, const double* __restrict normals,
                                          const double* __restrict increment, const double* __restrict area,
                                          double* __restrict first_increment, double* __restrict second_increment,
                                          double* __restrict first_area, double* __restrict second_area) {
    const double mean = factors.mean;
    const double deviation = factors.deviation;
    const double swing_deviation = factors.first_deviation;
    for (int lane = 0; lane < Width; ++lane) {
      const double distance = mean * area[lane] + deviation * normals[lane];
      const double whole = increment[lane];
      const double own = 0.5 * whole + distance;
      if constexpr (HasAreas) {
        const double rest = area[lane] - 0.5 * distance;
        const double swing = swing_deviation * normals[Width + lane];
        first_area[lane] = rest + swing;
        second_area[lane] = rest - swing;
      }
      first_increment[lane] = own;
      second_increment[lane] = whole - own;
    }
  }

  double root_;
  alignas(64) double increments_[2][kMostParts / 2 * Width];
  alignas(64) double areas_[2][kMostParts / 2 * Width];
  alignas(64) double normals_[4 * Width];
};

}  // namespace dosde
