#pragma once

#include <cstdint>
#include <type_traits>

#include "engine/core/device.hpp"
#include "engine/random/box_muller.hpp"
#include "engine/random/counter.hpp"
#include "engine/random/lanes.hpp"
#include "engine/random/philox.hpp"

namespace dosde {

/// The trajectories of the lanes of a block: consecutive ones,
struct ConsecutiveTrajectories {
  std::uint64_t first;
  template <class Lanes>
  [[nodiscard]] DOSDE_FORCEINLINE_FUNCTION typename Lanes::Bits lanes(int lane) const {
    return Lanes::consecutive(first + static_cast<std::uint64_t>(lane));
  }
};

/// or any.
struct ListedTrajectories {
  const std::uint64_t* of_lane;
  template <class Lanes>
  [[nodiscard]] DOSDE_FORCEINLINE_FUNCTION typename Lanes::Bits lanes(int lane) const {
    return Lanes::load(of_lane + lane);
  }
};

/// The Philox words of `Width` trajectories at one place: word j of lane l at words[j * Width + l], in the low half.
/// The words of the counter that all lanes share stay scalars for as long as that holds. (The counter's own trajectory
/// is not looked at.)
template <class Lanes, int Width, class Trajectories>
DOSDE_FORCEINLINE_FUNCTION void draw_words(std::uint64_t* words, std::uint64_t key, const Trajectories& trajectories,
                                           const NoiseCounter& counter_of_all) {
  const PhiloxBlock common = pack_counter(counter_of_all);
  const PhiloxKey philox_key = pack_key(key);
  for (int lane = 0; lane < Width; lane += Lanes::count) {
    const auto trajectory = trajectories.template lanes<Lanes>(lane);
    const PhiloxState counter{trajectory, trajectory >> 32, std::uint64_t{common.word[2]},
                              std::uint64_t{common.word[3]}};
    const auto round1 = philox_round(counter, philox_round_key(philox_key, 0));
    const auto round2 = philox_round(round1, philox_round_key(philox_key, 1));
    auto state = philox_round(round2, philox_round_key(philox_key, 2));
    for (int round = 3; round < kPhiloxRounds; ++round)
      state = philox_round(state, philox_round_key(philox_key, round));
    Lanes::store(words + lane, state.word0);
    Lanes::store(words + Width + lane, state.word1);
    Lanes::store(words + 2 * Width + lane, state.word2);
    Lanes::store(words + 3 * Width + lane, state.word3);
  }
}

/// Two words make two normals. Where only the first of each two is wanted, the others' places are left as they are.
enum class NormalsOfPair { both, first };

/// Standard normals times `scale` for the trajectories of `Width` lanes over the four cells of one cell block of the
/// stream `key`: cell 4·block + j of lane l's trajectory goes to out[j * stride + l]. Words 0 and 1 of the Philox block
/// give cells 0 and 1 by Box & Muller, words 2 and 3 give cells 2 and 3.
///
/// The bits depend on (key, trajectory, cell, slot, scale) alone: not on Width, the target, or the other lanes.
/// |z| <= 6.7637 (box_muller.hpp). `scale` is finite. Width 1 is the form for devices.
template <int Width, NormalsOfPair Wanted = NormalsOfPair::both, class Trajectories>
DOSDE_INLINE_FUNCTION void fill_lane_normals(double* out, std::int64_t stride, std::uint64_t key,
                                             const Trajectories& trajectories, const NoiseCounter& counter,
                                             double scale) {
  static_assert(Width >= 1);
  using Lanes = std::conditional_t<Width % VectorLanes::count == 0, VectorLanes, ScalarLanes>;
  alignas(8 * Lanes::count) std::uint64_t words[4 * Width];
  draw_words<Lanes, Width>(words, key, trajectories, counter);
  const auto scales = Lanes::broadcast(scale);
  for (int pair = 0; pair < 4; pair += 2) {
    for (int lane = 0; lane < Width; lane += Lanes::count) {
      typename Lanes::Real even, odd;
      BoxMuller<Lanes>::transform(Lanes::load(words + pair * Width + lane),
                                  Lanes::load(words + (pair + 1) * Width + lane), scales, even, odd);
      Lanes::store(out + pair * stride + lane, even);
      if constexpr (Wanted == NormalsOfPair::both) Lanes::store(out + (pair + 1) * stride + lane, odd);
    }
  }
}

/// As above for the consecutive trajectories from first.trajectory on.
template <int Width>
DOSDE_INLINE_FUNCTION void fill_normals(double* out, std::int64_t stride, std::uint64_t key, const NoiseCounter& first,
                                        double scale) {
  fill_lane_normals<Width>(out, stride, key, ConsecutiveTrajectories{first.trajectory}, first, scale);
}

/// As above with the cells packed: cell j of lane l at out[j * Width + l].
template <int Width>
DOSDE_INLINE_FUNCTION void fill_normals(double* out /* [4][Width] */, std::uint64_t key, std::uint64_t first_trajectory,
                                        std::uint64_t cell_block, std::uint16_t slot, double scale) {
  fill_normals<Width>(out, Width, key, NoiseCounter{first_trajectory, cell_block, slot}, scale);
}

}  // namespace dosde
