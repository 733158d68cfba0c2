#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/counter.hpp"
#include "engine/random/noise_provider.hpp"
#include "engine/random/normal.hpp"

namespace dosde {

/// The noise provider of whole cells of length c: an increment is √c, an area √(c/12), times a keyed standard normal,
/// both independent of each other.
class CellNoise {
 public:
  static constexpr double root_of_twelfth = 0.28867513459481287;  ///< √(1/12), correctly rounded

  /// `keys`: one stream_key a source, `source_count` of them, in memory that the kernel can read and that outlives it.
  /// `increment_scale`: √(cell length), in √(unit of time).
  DOSDE_INLINE_FUNCTION CellNoise(const std::uint64_t* keys, int source_count, double increment_scale)
      : keys_(keys), source_count_(source_count), increment_scale_(increment_scale) {}

  [[nodiscard]] DOSDE_INLINE_FUNCTION int source_count() const { return source_count_; }

  /// See NoiseProvider.
  template <int Width>
  DOSDE_INLINE_FUNCTION void fill(double* out, std::int64_t cell_stride, int source, std::uint64_t first_trajectory,
                                  std::uint64_t first_cell, std::int64_t cell_count) const {
    const Stream stream = stream_of(source);
    for (std::int64_t cell = 0; cell < cell_count; cell += kCellsPerBlock) {
      const std::uint64_t block = (first_cell + static_cast<std::uint64_t>(cell)) / kCellsPerBlock;
      fill_normals<Width>(out + cell * cell_stride, cell_stride, stream.key,
                          NoiseCounter{first_trajectory, block, stream.slot}, stream.scale);
    }
  }

  /// See NoiseProvider.
  template <int Width>
  DOSDE_INLINE_FUNCTION void fill_listed(double* out, std::int64_t cell_stride, int source,
                                         const std::uint64_t* trajectories, std::uint64_t first_cell,
                                         std::int64_t cell_count) const {
    const Stream stream = stream_of(source);
    for (std::int64_t cell = 0; cell < cell_count; cell += kCellsPerBlock) {
      const std::uint64_t block = (first_cell + static_cast<std::uint64_t>(cell)) / kCellsPerBlock;
      fill_lane_normals<Width>(out + cell * cell_stride, cell_stride, stream.key, ListedTrajectories{trajectories},
                               NoiseCounter{0, block, stream.slot}, stream.scale);
    }
  }

 private:
  /// Where the normals of an increment or an area come from, and what they are multiplied by.
  struct Stream {
    std::uint64_t key;
    std::uint16_t slot;
    double scale;
  };

  [[nodiscard]] DOSDE_INLINE_FUNCTION Stream stream_of(int source) const {
    if (source < source_count_) return {keys_[source], kWholeCellSlot, increment_scale_};
    return {keys_[source - source_count_], kAreaSlot, increment_scale_ * root_of_twelfth};
  }

  const std::uint64_t* keys_;
  int source_count_;
  double increment_scale_;
};

static_assert(NoiseProvider<CellNoise>);

}  // namespace dosde
