#pragma once

#include <cstdint>

#include "engine/core/count_before.hpp"

namespace dosde {

/// A time inside a step, between the step times `step` and step + 1: there a scenario switches, acts or is saved.
struct SplitTime {
  std::int64_t step = 0;
  double time = 0.0;
};

/// Where a tick lies: in which step, or at its start, and when.
struct TickPlace {
  std::int64_t step = 0;
  double time = 0.0;
  bool is_split = false;
};

/// What kernels see of a time grid (time_grid.hpp). Trivially copyable.
struct TimeGridView {
  double start = 0.0;
  double step = 0.0;
  std::int64_t step_count = 0;
  const SplitTime* splits = nullptr;
  std::int64_t split_count = 0;

  [[nodiscard]] DOSDE_INLINE_FUNCTION double step_time(std::int64_t k) const {
    return start + static_cast<double>(k) * step;
  }
  /// The tick of step time k, 0 … step_count.
  [[nodiscard]] DOSDE_INLINE_FUNCTION std::int64_t tick_of_step(std::int64_t k) const {
    return k + count_before(split_count, [&](std::int64_t j) { return splits[j].step < k; });
  }
  /// Split j is tick splits[j].step + 1 + j: the step times 0 … step and j splits come before it.
  [[nodiscard]] DOSDE_INLINE_FUNCTION TickPlace place(std::int64_t tick) const {
    const std::int64_t before =
        count_before(split_count, [&](std::int64_t j) { return splits[j].step + 1 + j < tick; });
    if (before < split_count && splits[before].step + 1 + before == tick)
      return {splits[before].step, splits[before].time, true};
    return {tick - before, step_time(tick - before), false};
  }
};

}  // namespace dosde
