#pragma once

#include <cstdint>
#include <vector>

#include "engine/ensemble/block_memory.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/random/given_noise.hpp"

namespace dosde {

/// The random numbers of one trajectory of a run, made on the host as the kernel makes them, for one lane. The keys
/// must outlive it.
class ReplayedNoise {
 public:
  ReplayedNoise(const CompiledRun& run, const std::vector<std::uint64_t>& keys, std::int64_t trajectory);

  /// What the sources have for the step, or the piece of one, that begins at a tick: [first numbers of all sources,
  /// then second].
  std::vector<double> over(std::int64_t tick);

 private:
  KernelData data_;
  GivenNoise noise_;
  std::vector<double> memory_;
  BlockWorkspace<1> block_;
};

}  // namespace dosde
