#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/causal/time_grid_view.hpp"

namespace dosde {

/// The grid of step times start + k*step, k = 0 … step_count, and the times that split steps. Model time.
///
/// Ticks number them together, in order, from 0, the start: without split times tick and step are one. A split step is
/// taken in pieces, from tick to tick.
struct TimeGrid {
  double start = 0.0;
  double step = 0.01;
  std::int64_t step_count = 0;
  std::vector<SplitTime> splits = {};  ///< increasing

  /// Valid while the grid lives unchanged.
  [[nodiscard]] TimeGridView view() const {
    return {start, step, step_count, splits.data(), static_cast<std::int64_t>(splits.size())};
  }
  [[nodiscard]] double step_time(std::int64_t k) const { return view().step_time(k); }
  [[nodiscard]] double stop() const { return step_time(step_count); }
  /// The tick of the stop.
  [[nodiscard]] std::int64_t last_tick() const { return step_count + static_cast<std::int64_t>(splits.size()); }
  /// The time of a tick, 0 … last_tick().
  [[nodiscard]] double time(std::int64_t tick) const { return view().place(tick).time; }
  [[nodiscard]] std::int64_t tick_of_step(std::int64_t k) const { return view().tick_of_step(k); }
};

/// The tick of a time (within 1e-9 steps, relative to the rounding of its index); -1 before the start, last_tick() + 1
/// after the stop. Throws Error naming the two nearest step times where `time` is no tick, and `what` it was for ("the
/// start of the window of clamp 'x'").
std::int64_t find_tick(const TimeGrid& grid, double time, const std::string& what);

/// Are two times one, but for the rounding of times on this grid?
bool is_same_time(const TimeGrid& grid, double a, double b);

/// The step time that `time` is but for rounding; else `time`.
double snap_to_step(const TimeGrid& grid, double time);

/// The grid with those of the times that lie inside its steps as split times.
TimeGrid split_grid(const TimeGrid& grid, const std::vector<double>& times);

/// Are neighbouring doubles at the run's times no further apart than 1/1024 of the step? Else steps would differ in
/// length.
bool is_step_resolved(double start, double stop, double step);

/// The grid from start to stop. Throws Error where the span is not a whole number of steps (naming the two nearest
/// stops), the step is not positive or not resolved, or there are more than 2^47 steps.
TimeGrid make_time_grid(double start, double stop, double step);

/// A time as people write it: up to 15 digits, so that 0.1 + 0.2 reads 0.3.
std::string time_text(double time);

}  // namespace dosde
