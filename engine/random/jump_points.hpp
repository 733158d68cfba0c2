#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/counter.hpp"
#include "engine/random/philox.hpp"

/// A Poisson random measure on time x [0, ∞) with one point a unit of area, as a function of its key: heights are rates
/// in jumps a noise cell, times fractions of it. Over a cell it is drawn in strips of heights, [0, 1), [1, 2), [2, 4),
/// [4, 8), …, [128, 256), and from there on in strips of 128, each by itself: the number of its points is Poisson with
/// the strip's height for its mean, their places are uniform. So whoever asks for the points below a rate meets the
/// same ones, whatever the rate was elsewhere; by thinning (Lewis & Shedler 1979) the points below a rate that depends
/// on the state are its jumps.
///
/// Times are multiples of 2^-20 of a cell, in (0, 1]: there the Brownian path is known without a last bridge
/// (cell_walk.hpp).

namespace dosde {

/// The highest strip, whose number of points has a chance of none that is a double: e^-128.
inline constexpr double kHighestStrip = 128.0;
/// Where the strips end, in jumps a cell. No step takes so many (kMostHappeningsPerStep), but a pulse of a part of it
/// may be as high; every point below the rate is looked at whenever the next is looked for, so that it has its price.
inline constexpr double kMostJumpsPerCell = 8192.0;
inline constexpr int kJumpStrips = 9 + static_cast<int>((kMostJumpsPerCell - 2.0 * kHighestStrip) / kHighestStrip);

/// A point of the measure in a cell.
struct JumpPoint {
  double time = 0.0;    ///< in (0, 1]
  double height = 0.0;  ///< jumps a cell
  double mark = 0.0;    ///< a uniform in (0, 1) that comes with it
};

/// The words of a strip's number of points (place 0), and of its points (place 1, 2, …).
DOSDE_INLINE_FUNCTION PhiloxBlock draw_jump_words(std::uint64_t key, std::uint64_t trajectory, std::uint64_t cell,
                                                  int strip, int place) {
  return philox4x32_10(pack_counter({trajectory, cell, static_cast<std::uint16_t>(strip << 8 | place)}), pack_key(key));
}

/// A uniform of two words, as uniform_open has it.
DOSDE_INLINE_FUNCTION double uniform_of(std::uint32_t low, std::uint32_t high) {
  const std::uint64_t n = (std::uint64_t{high} << 32 | low) >> 12;
  return static_cast<double>(2 * n + 1) * 0x1p-53;
}

/// How many points a strip of that mean has, a power of two up to 128: the inverse of the distribution function at `u`.
DOSDE_INLINE_FUNCTION int count_points(double mean, double u) {
  // e^-1, e^-2, e^-4, …, e^-128, correctly rounded.
  constexpr double none[] = {0x1.78b56362cef38p-2,  0x1.152aaa3bf81ccp-3,  0x1.2c155b8213cf4p-6,
                             0x1.5fc21041027adp-12, 0x1.e355bbaee85cbp-24, 0x1.c8464f7616468p-47,
                             0x1.969d47321e4ccp-93, 0x1.42eb9f39afb0bp-185};
  int power = 0;
  for (double size = 1.0; size < mean; size *= 2.0) ++power;
  double chance = none[power];
  double sum = chance;
  int count = 0;
  while (u > sum && count < 254) {
    ++count;
    chance *= mean / count;
    sum += chance;
  }
  return count;
}

/// Calls `visit` with every point of a cell that is below a height, strip by strip.
template <class Visit>
DOSDE_INLINE_FUNCTION void visit_points(std::uint64_t key, std::uint64_t trajectory, std::uint64_t cell, double below,
                                        const Visit& visit) {
  double low = 0.0;
  double size = 1.0;
  for (int strip = 0; strip < kJumpStrips && low < below; ++strip) {
    const PhiloxBlock number = draw_jump_words(key, trajectory, cell, strip, 0);
    const int count = count_points(size, uniform_of(number.word[0], number.word[1]));
    for (int i = 0; i < count; ++i) {
      const PhiloxBlock words = draw_jump_words(key, trajectory, cell, strip, i + 1);
      const double share = (static_cast<double>(words.word[1]) + 0.5) * 0x1p-32;
      const JumpPoint point{(static_cast<double>(words.word[0] >> 12) + 1.0) * 0x1p-20, low + share * size,
                            uniform_of(words.word[2], words.word[3])};
      if (point.height < below) visit(point);
    }
    low += size;
    size = low < kHighestStrip ? low : kHighestStrip;
  }
}

/// The time of the first point after `after`, up to `until`, that is below a height; 2: there is none.
DOSDE_INLINE_FUNCTION double first_point_time(std::uint64_t key, std::uint64_t trajectory, std::uint64_t cell,
                                              double below, double after, double until) {
  double first = 2.0;
  visit_points(key, trajectory, cell, below, [&](const JumpPoint& point) {
    if (point.time > after && point.time <= until && point.time < first) first = point.time;
  });
  return first;
}

}  // namespace dosde
