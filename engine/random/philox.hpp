#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/lanes.hpp"

namespace dosde {

/// Four 32-bit words: a counter going in, random words coming out.
struct PhiloxBlock {
  std::uint32_t word[4];
};

/// The two words that choose one of 2^64 streams.
struct PhiloxKey {
  std::uint32_t word[2];
};

inline constexpr std::uint32_t kPhiloxMultiplier0 = 0xD2511F53;
inline constexpr std::uint32_t kPhiloxMultiplier1 = 0xCD9E8D57;
inline constexpr std::uint32_t kPhiloxKeyStep0 = 0x9E3779B9;  // golden ratio
inline constexpr std::uint32_t kPhiloxKeyStep1 = 0xBB67AE85;  // sqrt(3) - 1
inline constexpr int kPhiloxRounds = 10;

/// The key of each round.
DOSDE_INLINE_FUNCTION PhiloxKey philox_round_key(PhiloxKey key, int round) {
  return {{key.word[0] + static_cast<std::uint32_t>(round) * kPhiloxKeyStep0,
           key.word[1] + static_cast<std::uint32_t>(round) * kPhiloxKeyStep1}};
}

/// Philox's four words on their way through the rounds, each in the low half of a 64-bit lane; the high halves hold
/// remains that nothing reads. A word is a std::uint64_t where it is equal for all lanes of a vector, and a vector
/// where it is not: the types carry that knowledge through the first rounds.
template <class Word0, class Word1, class Word2, class Word3>
struct PhiloxState {
  Word0 word0;
  Word1 word1;
  Word2 word2;
  Word3 word3;
};
template <class Word0, class Word1, class Word2, class Word3>
PhiloxState(Word0, Word1, Word2, Word3) -> PhiloxState<Word0, Word1, Word2, Word3>;

/// One round: (c0, c1, c2, c3) -> (high(M1 c2) ^ c1 ^ k0, low(M1 c2), high(M0 c0) ^ c3 ^ k1, low(M0 c0)).
/// Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3.
template <class Word0, class Word1, class Word2, class Word3, class KeyWord>
DOSDE_FORCEINLINE_FUNCTION auto philox_round(const PhiloxState<Word0, Word1, Word2, Word3>& state, const KeyWord& key0,
                                             const KeyWord& key1) {
  const auto product0 = multiply_low_half(state.word0, kPhiloxMultiplier0);
  const auto product1 = multiply_low_half(state.word2, kPhiloxMultiplier1);
  const auto word0 = (product1 >> 32) ^ state.word1 ^ key0;
  const auto word2 = (product0 >> 32) ^ state.word3 ^ key1;
  return PhiloxState{word0, product1, word2, product0};
}

/// A round with one key for all lanes.
template <class Word0, class Word1, class Word2, class Word3>
DOSDE_FORCEINLINE_FUNCTION auto philox_round(const PhiloxState<Word0, Word1, Word2, Word3>& state, PhiloxKey key) {
  return philox_round(state, std::uint64_t{key.word[0]}, std::uint64_t{key.word[1]});
}

/// Philox4x32-10: the random words of a counter under a key. A bijection of the counter for every key.
DOSDE_INLINE_FUNCTION PhiloxBlock philox4x32_10(const PhiloxBlock& counter, PhiloxKey key) {
  using State = PhiloxState<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t>;
  State state{counter.word[0], counter.word[1], counter.word[2], counter.word[3]};
  for (int round = 0; round < kPhiloxRounds; ++round) state = philox_round(state, philox_round_key(key, round));
  return {{static_cast<std::uint32_t>(state.word0), static_cast<std::uint32_t>(state.word1),
           static_cast<std::uint32_t>(state.word2), static_cast<std::uint32_t>(state.word3)}};
}

}  // namespace dosde
