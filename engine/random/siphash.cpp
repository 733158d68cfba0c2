#include "engine/random/siphash.hpp"

#include <array>
#include <bit>
#include <cstddef>

namespace dosde {
namespace {

using State = std::array<std::uint64_t, 4>;

void mix(State& v, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    v[0] += v[1];
    v[2] += v[3];
    v[1] = std::rotl(v[1], 13) ^ v[0];
    v[3] = std::rotl(v[3], 16) ^ v[2];
    v[0] = std::rotl(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = std::rotl(v[1], 17) ^ v[2];
    v[3] = std::rotl(v[3], 21) ^ v[0];
    v[2] = std::rotl(v[2], 32);
  }
}

void absorb(State& v, std::uint64_t word) {
  v[3] ^= word;
  mix(v, 2);
  v[0] ^= word;
}

}  // namespace

std::uint64_t siphash_2_4(std::uint64_t key0, std::uint64_t key1, std::string_view text) {
  // The initial state spells "somepseudorandomlygeneratedbytes".
  State v{key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d, key0 ^ 0x6c7967656e657261, key1 ^ 0x7465646279746573};
  // Little-endian words of eight bytes; the last one is padded with zeros below the length modulo 256.
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(text[i])} << 8 * (i % 8);
    if (i % 8 == 7) {
      absorb(v, word);
      word = 0;
    }
  }
  absorb(v, word | std::uint64_t{text.size()} << 56);
  v[2] ^= 0xff;
  mix(v, 4);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

}  // namespace dosde
