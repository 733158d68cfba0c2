#include "engine/causal/time_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

constexpr double largest_step_count = 140737488355328.0;  // 2^47: a noise cell's index must fit 48 bits of the counter

/// Is a count of steps whole but for rounding: of the times (relative to their size) and of k*step?
bool is_whole(double steps, double largest_time, double step) {
  const double rounding =
      4.0 * std::numeric_limits<double>::epsilon() * (std::abs(largest_time / step) + std::abs(steps));
  return std::abs(steps - std::round(steps)) <= std::min(0.25, 1e-9 + rounding);
}

[[noreturn]] void refuse(const std::string& problem, const std::string& why, const std::string& suggestion) {
  throw Error(ErrorKind::scenario, problem, why, suggestion);
}

}  // namespace

std::string time_text(double time) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.15g", time);
  return buffer.data();
}

std::int64_t step_index(const TimeGrid& grid, double time, const std::string& what) {
  if (!std::isfinite(time)) refuse(what + " is " + time_text(time), "it must be a finite time", "");
  const double steps = (time - grid.start) / grid.step;
  if (std::abs(steps) > largest_step_count)
    refuse(what + ", " + time_text(time) + ", is more than 2^47 steps from the start", "", "");
  const double largest = std::max(std::abs(time), std::abs(grid.start));
  if (is_whole(steps, largest, grid.step)) return static_cast<std::int64_t>(std::round(steps));
  const auto below = static_cast<std::int64_t>(std::floor(steps));
  refuse(what + ", " + time_text(time) + ", is not a step time",
         "the grid is " + time_text(grid.start) + " + k*" + time_text(grid.step),
         "use " + time_text(grid.time(below)) + " or " + time_text(grid.time(below + 1)) + ", or another step");
}

TimeGrid make_time_grid(double start, double stop, double step) {
  if (!std::isfinite(start) || !std::isfinite(stop) || !std::isfinite(step))
    refuse("start, stop and step of the time grid must be finite numbers", "", "");
  if (!(step > 0.0)) refuse("the step is " + time_text(step), "it must be positive", "");
  if (!(stop > start)) refuse("the stop " + time_text(stop) + " is not after the start " + time_text(start), "", "");
  const double steps = (stop - start) / step;
  if (steps > largest_step_count)
    refuse(
        "from " + time_text(start) + " to " + time_text(stop) + " there are more than 2^47 steps of " + time_text(step),
        "", "use a longer step");
  TimeGrid grid{start, step, static_cast<std::int64_t>(std::round(steps))};
  if (!is_whole(steps, std::max(std::abs(start), std::abs(stop)), step) || grid.step_count < 1) {
    const auto below = static_cast<std::int64_t>(std::floor(steps));
    const std::string above = time_text(grid.time(below + 1));
    refuse("the stop " + time_text(stop) + " is not a whole number of steps after the start",
           "the grid is " + time_text(start) + " + k*" + time_text(step),
           below < 1 ? "use " + above + ", or another step"
                     : "use " + time_text(grid.time(below)) + " or " + above + ", or another step");
  }
  return grid;
}

}  // namespace dosde
