#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/philox.hpp"

namespace dosde {

/// Where a random number stands in the world of its stream. The stream is the 64-bit key (stream_key.hpp); the place
/// within it is Philox's 128-bit counter, laid out here and nowhere else:
///
///     word 0   trajectory, low 32 bits          word 2   cell block, low 32 bits
///     word 1   trajectory, high 32 bits         word 3   cell block, high 16 bits | slot << 16
///
/// A place's four words serve, for increments, the four cells 4·block … 4·block+3; for uniform draws the block is the
/// repetition number of the draw. The slot tells apart the kinds of numbers that one place may need.
struct NoiseCounter {
  std::uint64_t trajectory = 0;  ///< 0-based, any 64-bit value
  std::uint64_t cell_block = 0;  ///< below 2^48; higher bits are ignored
  std::uint16_t slot = 0;        ///< one of the constants below
};

/// Slot of the whole increments of noise cells, and of uniform draws. Slots from 5 on are kept for
/// further numbers per cell.
inline constexpr std::uint16_t kWholeCellSlot = 0;
/// Slot of the space-time Lévy areas of noise cells.
inline constexpr std::uint16_t kAreaSlot = 1;
/// Slot of the signs of weak schemes; their cell block has 128 cells, a bit each.
inline constexpr std::uint16_t kSignSlot = 2;
/// Slot of the three-point variables of weak schemes.
inline constexpr std::uint16_t kThreePointSlot = 3;

/// Slot of the bridges inside a cell; the cell block is the cell itself, and each pair of nodes of its tree has a
/// key.
inline constexpr std::uint16_t kBridgeSlot = 4;

/// The key of the numbers of two nodes of a cell's tree, from the source's key: SplitMix64's finaliser (Steele, Lea &
/// Flood 2014) of the key advanced by the pair's number and one. For one pair or a vector of them.
template <class Bits>
DOSDE_FORCEINLINE_FUNCTION Bits bridge_keys(std::uint64_t key, Bits pair) {
  Bits mixed = key + (pair + std::uint64_t{1}) * std::uint64_t{0x9e3779b97f4a7c15U};
  mixed = (mixed ^ (mixed >> 30)) * std::uint64_t{0xbf58476d1ce4e5b9U};
  mixed = (mixed ^ (mixed >> 27)) * std::uint64_t{0x94d049bb133111ebU};
  return mixed ^ (mixed >> 31);
}

DOSDE_INLINE_FUNCTION std::uint64_t bridge_key(std::uint64_t key, std::uint64_t pair) { return bridge_keys(key, pair); }

/// The counter as Philox's four words.
DOSDE_INLINE_FUNCTION PhiloxBlock pack_counter(const NoiseCounter& counter) {
  return {
      {static_cast<std::uint32_t>(counter.trajectory), static_cast<std::uint32_t>(counter.trajectory >> 32),
       static_cast<std::uint32_t>(counter.cell_block),
       static_cast<std::uint32_t>(counter.cell_block >> 32 & 0xffff) | static_cast<std::uint32_t>(counter.slot) << 16}};
}

/// The key as Philox's two words: low half first.
DOSDE_INLINE_FUNCTION PhiloxKey pack_key(std::uint64_t key) {
  return {{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)}};
}

}  // namespace dosde
