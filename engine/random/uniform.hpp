#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/counter.hpp"
#include "engine/random/philox.hpp"

namespace dosde {

/// One uniform in the open interval (0, 1), for draws from laws through the inverse distribution function. Of words 0
/// and 1, a 64-bit number with word 0 low, the high 52 bits n give u = (n + ½) 2^-52: an odd multiple of 2^-53, exact
/// in a double's 53 bits, with u and 1 - u equally likely and neither 0 nor 1 possible. `cell` (below 2^48) is the
/// repetition number of the draw: the n-th time a window with a drawn value opens.
DOSDE_INLINE_FUNCTION double uniform_open(std::uint64_t key, std::uint64_t trajectory, std::uint64_t cell,
                                          std::uint16_t slot) {
  const PhiloxBlock words = philox4x32_10(pack_counter({trajectory, cell, slot}), pack_key(key));
  const std::uint64_t n = (std::uint64_t{words.word[1]} << 32 | words.word[0]) >> 12;
  return static_cast<double>(2 * n + 1) * 0x1p-53;
}

}  // namespace dosde
