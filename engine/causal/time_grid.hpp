#pragma once

#include <cstdint>
#include <string>

namespace dosde {

/// The grid of step times start + k*step, k = 0 … step_count. Model time.
struct TimeGrid {
  double start = 0.0;
  double step = 0.01;
  std::int64_t step_count = 0;

  [[nodiscard]] double time(std::int64_t k) const { return start + static_cast<double>(k) * step; }
  [[nodiscard]] double stop() const { return time(step_count); }
};

/// The step index of a time on the grid (within 1e-9 steps, relative to the index's rounding). Throws Error naming the
/// two nearest grid times where `time` is off the grid, and `what` it was for ("the start of the window of clamp 'x'").
std::int64_t step_index(const TimeGrid& grid, double time, const std::string& what);

/// The grid from start to stop. Throws Error where the span is not a whole number of steps (naming the two nearest
/// stops), the step is not positive, or there are more than 2^47 steps.
TimeGrid make_time_grid(double start, double stop, double step);

/// A time as people write it: up to 15 digits, so that 0.1 + 0.2 reads 0.3.
std::string time_text(double time);

}  // namespace dosde
