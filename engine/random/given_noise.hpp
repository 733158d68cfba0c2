#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/cell_noise.hpp"
#include "engine/random/noise_provider.hpp"

namespace dosde {

/// Increments that are known: of some sources over the first cells of the first trajectories, in memory that the
/// kernel can read. Without values nothing is known.
struct GivenCells {
  const double* values = nullptr;       ///< [slot][cell][trajectory]
  const std::int32_t* slots = nullptr;  ///< [source] its slot, or -1: it is drawn
  std::int64_t cell_count = 0;
  std::int64_t trajectory_count = 0;
};

/// The noise provider of a world that is partly known: given increments where there are such, keyed ones everywhere
/// else. The areas of given cells, and the path inside them, are drawn as those of any cell: given W over a cell, H is
/// independent of it, and the path inside is a bridge (cell_walk.hpp).
class GivenNoise {
 public:
  DOSDE_INLINE_FUNCTION GivenNoise(const CellNoise& drawn, const GivenCells& given) : drawn_(drawn), given_(given) {}

  [[nodiscard]] DOSDE_INLINE_FUNCTION int source_count() const { return drawn_.source_count(); }

  /// See NoiseProvider.
  template <int Width>
  DOSDE_INLINE_FUNCTION void fill(double* out, std::int64_t cell_stride, int source, std::uint64_t first_trajectory,
                                  std::uint64_t first_cell, std::int64_t cell_count) const {
    drawn_.template fill<Width>(out, cell_stride, source, first_trajectory, first_cell, cell_count);
    if (is_given(source))
      put<Width>(out, cell_stride, source, first_cell, cell_count,
                 [&](int lane) { return first_trajectory + static_cast<std::uint64_t>(lane); });
  }

  /// See NoiseProvider.
  template <int Width>
  DOSDE_INLINE_FUNCTION void fill_listed(double* out, std::int64_t cell_stride, int source,
                                         const std::uint64_t* trajectories, std::uint64_t first_cell,
                                         std::int64_t cell_count) const {
    drawn_.template fill_listed<Width>(out, cell_stride, source, trajectories, first_cell, cell_count);
    if (is_given(source))
      put<Width>(out, cell_stride, source, first_cell, cell_count, [&](int lane) { return trajectories[lane]; });
  }

  /// See NoiseProvider.
  template <int Width, NormalsOfPair Wanted = NormalsOfPair::both>
  DOSDE_INLINE_FUNCTION void fill_bridge(double* out, int source, const std::uint64_t* trajectories, std::uint64_t cell,
                                         std::uint64_t pair) const {
    drawn_.template fill_bridge<Width, Wanted>(out, source, trajectories, cell, pair);
  }

  /// See NoiseProvider.
  template <int Width>
  DOSDE_INLINE_FUNCTION void fill_nodes(double* first, double* second, int source, NodeList<Width>& nodes,
                                        int count) const {
    drawn_.template fill_nodes<Width>(first, second, source, nodes, count);
  }

 private:
  [[nodiscard]] DOSDE_INLINE_FUNCTION bool is_given(int source) const {
    return given_.values != nullptr && source < source_count() && given_.slots[source] >= 0;
  }

  template <int Width, class TrajectoryOf>
  DOSDE_INLINE_FUNCTION void put(double* out, std::int64_t cell_stride, int source, std::uint64_t first_cell,
                                 std::int64_t cell_count, const TrajectoryOf& trajectory_of) const {
    const std::int64_t first = given_.slots[source] * given_.cell_count + static_cast<std::int64_t>(first_cell);
    const std::int64_t left = given_.cell_count - static_cast<std::int64_t>(first_cell);
    for (std::int64_t cell = 0; cell < cell_count && cell < left; ++cell) {
      const double* values = given_.values + (first + cell) * given_.trajectory_count;
      for (int lane = 0; lane < Width; ++lane) {
        const auto trajectory = static_cast<std::int64_t>(trajectory_of(lane));
        if (trajectory < given_.trajectory_count) out[cell * cell_stride + lane] = values[trajectory];
      }
    }
  }

  CellNoise drawn_;
  GivenCells given_;
};

static_assert(NoiseProvider<GivenNoise>);

}  // namespace dosde
