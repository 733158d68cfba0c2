#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "benchmarks/benchmark_models.hpp"
#include "engine/random/stream_key.hpp"

namespace dosde {

// What the hand-written kernels share: they take trajectories in blocks of this many lanes.

inline constexpr int hand_written_width = 64;

inline std::uint64_t noise_key(const std::string& source) {
  return stream_key(benchmark_seed, StreamKind::noise, source);
}

/// Puts a block's end states, one row a variable, into [variable][trajectory].
inline void store_ends(std::vector<double>& ends, std::int64_t trajectories, std::int64_t first,
                       std::initializer_list<const double*> rows) {
  auto place = static_cast<std::size_t>(first);
  for (const double* row : rows) {
    for (std::size_t lane = 0; lane < hand_written_width; ++lane) ends[place + lane] = row[lane];
    place += static_cast<std::size_t>(trajectories);
  }
}

}  // namespace dosde
