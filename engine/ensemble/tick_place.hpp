#pragma once

#include <cstdint>

#include "engine/ensemble/kernel_data.hpp"

namespace dosde {

/// Where a tick lies: in which step, or at its start, and when. What TimeGrid does on the host.
struct TickPlace {
  std::int64_t step = 0;
  double time = 0.0;
  bool is_split = false;
};

/// How many split times come before step k, k = 0 … step_count.
DOSDE_INLINE_FUNCTION std::int32_t count_splits_before(const KernelData& run, std::int64_t k) {
  std::int32_t first = 0;
  for (std::int32_t count = run.split_count; count > 0;) {
    const std::int32_t half = count / 2;
    const bool is_before = run.splits[first + half].step < k;
    first = is_before ? first + half + 1 : first;
    count = is_before ? count - half - 1 : half;
  }
  return first;
}

DOSDE_INLINE_FUNCTION std::int64_t tick_of_step(const KernelData& run, std::int64_t k) {
  return k + count_splits_before(run, k);
}

DOSDE_INLINE_FUNCTION TickPlace place_tick(const KernelData& run, std::int64_t tick) {
  std::int32_t before = 0;  // splits before the tick: split j is tick splits[j].step + 1 + j
  for (std::int32_t count = run.split_count; count > 0;) {
    const std::int32_t half = count / 2;
    const bool is_before = run.splits[before + half].step + 1 + before + half < tick;
    before = is_before ? before + half + 1 : before;
    count = is_before ? count - half - 1 : half;
  }
  if (before < run.split_count && run.splits[before].step + 1 + before == tick)
    return {run.splits[before].step, run.splits[before].time, true};
  const std::int64_t step = tick - before;
  return {step, run.start + static_cast<double>(step) * run.step, false};
}

}  // namespace dosde
