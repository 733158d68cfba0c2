#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/counter.hpp"
#include "engine/random/node_normals.hpp"
#include "engine/random/noise_provider.hpp"
#include "engine/random/path_detail.hpp"
#include "engine/random/point_draws.hpp"

namespace dosde {

/// The noise provider of whole cells of length c: √c times what `detail` says of a step of length 1, from keyed words.
/// All numbers are independent of each other.
class CellNoise {
 public:
  static constexpr double root_of_twelfth = 0.28867513459481287;  ///< √(1/12), correctly rounded

  /// `keys`: one stream_key a source, `source_count` of them, in memory that the kernel can read and that outlives it.
  /// `increment_scale`: √(cell length), in √(unit of time).
  DOSDE_INLINE_FUNCTION CellNoise(const std::uint64_t* keys, int source_count, double increment_scale,
                                  PathDetail detail = PathDetail::areas)
      : keys_(keys), source_count_(source_count), increment_scale_(increment_scale), detail_(detail) {}

  [[nodiscard]] DOSDE_INLINE_FUNCTION int source_count() const { return source_count_; }

  /// See NoiseProvider.
  template <int Width>
  DOSDE_INLINE_FUNCTION void fill(double* out, std::int64_t cell_stride, int source, std::uint64_t first_trajectory,
                                  std::uint64_t first_cell, std::int64_t cell_count) const {
    fill_lanes<Width>(out, cell_stride, source, ConsecutiveTrajectories{first_trajectory}, first_cell, cell_count);
  }

  /// See NoiseProvider.
  template <int Width>
  DOSDE_INLINE_FUNCTION void fill_listed(double* out, std::int64_t cell_stride, int source,
                                         const std::uint64_t* trajectories, std::uint64_t first_cell,
                                         std::int64_t cell_count) const {
    fill_lanes<Width>(out, cell_stride, source, ListedTrajectories{trajectories}, first_cell, cell_count);
  }

  /// See NoiseProvider.
  template <int Width, NormalsOfPair Wanted = NormalsOfPair::both>
  DOSDE_INLINE_FUNCTION void fill_bridge(double* out, int source, const std::uint64_t* trajectories, std::uint64_t cell,
                                         std::uint64_t pair) const {
    fill_lane_normals<Width, Wanted>(out, Width, bridge_key(keys_[source], pair), ListedTrajectories{trajectories},
                                     NoiseCounter{0, cell, kBridgeSlot}, 1.0);
  }

  /// See NoiseProvider.
  template <int Width>
  DOSDE_INLINE_FUNCTION void fill_nodes(double* first, double* second, int source, NodeList<Width>& nodes,
                                        int count) const {
    fill_node_normals<Width>(first, second, keys_[source], nodes, count);
  }

 private:
  template <int Width, class Trajectories>
  DOSDE_INLINE_FUNCTION void fill_lanes(double* out, std::int64_t cell_stride, int source,
                                        const Trajectories& trajectories, std::uint64_t first_cell,
                                        std::int64_t cell_count) const {
    const bool is_second = source >= source_count_;
    const std::uint64_t key = keys_[is_second ? source - source_count_ : source];
    if (detail_ == PathDetail::two_points || (is_second && detail_ == PathDetail::three_points))
      return fill_signs_of<Width>(out, cell_stride, key, trajectories, first_cell, cell_count);
    const bool has_three_points = detail_ == PathDetail::three_points;
    const std::uint16_t slot = has_three_points ? kThreePointSlot : is_second ? kAreaSlot : kWholeCellSlot;
    const double scale = is_second ? increment_scale_ * root_of_twelfth : increment_scale_;
    for (std::int64_t cell = 0; cell < cell_count; cell += kCellsPerBlock) {
      double* cells = out + cell * cell_stride;
      const NoiseCounter counter{0, (first_cell + static_cast<std::uint64_t>(cell)) / kCellsPerBlock, slot};
      if (has_three_points)
        fill_three_points<Width>(cells, cell_stride, key, trajectories, counter, scale);
      else
        fill_lane_normals<Width>(cells, cell_stride, key, trajectories, counter, scale);
    }
  }

  template <int Width, class Trajectories>
  DOSDE_INLINE_FUNCTION void fill_signs_of(double* out, std::int64_t cell_stride, std::uint64_t key,
                                           const Trajectories& trajectories, std::uint64_t first_cell,
                                           std::int64_t cell_count) const {
    for (std::int64_t done = 0; done < cell_count;) {
      const std::uint64_t cell = first_cell + static_cast<std::uint64_t>(done);
      const auto bit = static_cast<int>(cell % kSignsPerBlock);
      const std::int64_t left = kSignsPerBlock - bit;
      const auto count = static_cast<int>(left < cell_count - done ? left : cell_count - done);
      fill_signs<Width>(out + done * cell_stride, cell_stride, key, trajectories,
                        NoiseCounter{0, cell / kSignsPerBlock, kSignSlot}, bit, count, increment_scale_);
      done += count;
    }
  }

  const std::uint64_t* keys_;
  int source_count_;
  double increment_scale_;
  PathDetail detail_;
};

static_assert(NoiseProvider<CellNoise>);

}  // namespace dosde
