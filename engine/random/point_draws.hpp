#pragma once

#include <cstdint>
#include <type_traits>

#include "engine/core/device.hpp"
#include "engine/random/normal.hpp"

// Variables with two or three values, for schemes that converge in law: cheaper than normals.
namespace dosde {

/// A Philox block has 128 bits, one a cell.
inline constexpr std::int64_t kSignsPerBlock = 128;

/// ±scale with equal chances, for the trajectories of `Width` lanes over the cells first_bit … first_bit + count - 1 of
/// one block of 128 cells: cell first_bit + j of lane l goes to out[j * stride + l]. Exact: a bit is a sign.
template <int Width, class Trajectories>
DOSDE_INLINE_FUNCTION void fill_signs(double* out, std::int64_t stride, std::uint64_t key,
                                      const Trajectories& trajectories, const NoiseCounter& counter, int first_bit,
                                      int count, double scale) {
  using Lanes = std::conditional_t<Width % VectorLanes::count == 0, VectorLanes, ScalarLanes>;
  alignas(8 * Lanes::count) std::uint64_t words[4 * Width];
  draw_words<Lanes, Width>(words, key, trajectories, counter);
  const auto magnitude = Lanes::as_bits(Lanes::broadcast(scale));
  for (int bit = first_bit; bit < first_bit + count; ++bit) {
    const std::uint64_t* word = words + bit / 32 * Width;
    const int shift = 63 - bit % 32;
    double* cell = out + (bit - first_bit) * stride;
    for (int lane = 0; lane < Width; lane += Lanes::count)
      Lanes::store(cell + lane, Lanes::as_real(((Lanes::load(word + lane) << shift) & 0x8000000000000000) ^ magnitude));
  }
}

/// 0 or ±√3 scale, with chances 2/3, 1/6, 1/6, over the four cells of a cell block, laid out as fill_lane_normals does.
/// A chance of a sixth is ⌊2^32/6⌋ words of 2^32, too small by 1.6e-10.
template <int Width, class Trajectories>
DOSDE_INLINE_FUNCTION void fill_three_points(double* out, std::int64_t stride, std::uint64_t key,
                                             const Trajectories& trajectories, const NoiseCounter& counter,
                                             double scale) {
  using Lanes = std::conditional_t<Width % VectorLanes::count == 0, VectorLanes, ScalarLanes>;
  constexpr std::uint64_t sixth = 715827882;
  constexpr double root_of_three = 1.7320508075688772;  // correctly rounded
  alignas(8 * Lanes::count) std::uint64_t words[4 * Width];
  draw_words<Lanes, Width>(words, key, trajectories, counter);
  const auto magnitude = Lanes::as_bits(Lanes::broadcast(root_of_three * scale));
  for (int cell = 0; cell < 4; ++cell)
    for (int lane = 0; lane < Width; lane += Lanes::count) {
      const auto word = Lanes::load(words + cell * Width + lane) & 0xffffffff;
      const auto is_low = (word - sixth) >> 63;                       // 1 where the difference is below 0
      const auto is_high = ((0x100000000 - sixth - 1) - word) >> 63;  // in the last sixth
      const auto chosen = -(is_low | is_high);                        // all bits, or none
      Lanes::store(out + cell * stride + lane, Lanes::as_real((magnitude & chosen) ^ (is_low << 63)));
    }
}

}  // namespace dosde
