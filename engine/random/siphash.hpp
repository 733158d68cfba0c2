#pragma once

#include <cstdint>
#include <string_view>

namespace dosde {

/// SipHash-2-4 of the bytes of `text` under the 128-bit key (key0, key1): a pseudorandom function with 64-bit values.
/// Aumasson & Bernstein 2012, "SipHash: a fast short-input PRF"; their test vectors are in the test.
std::uint64_t siphash_2_4(std::uint64_t key0, std::uint64_t key1, std::string_view text);

}  // namespace dosde
