#include "engine/causal/time_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.hpp"
#include "engine/core/number_text.hpp"

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

/// Where a time lies among the steps: at the time of `step`, or after it and before the next.
struct StepPlace {
  std::int64_t step = 0;
  bool is_step_time = false;
};

StepPlace place_in_steps(const TimeGrid& grid, double time, const std::string& what) {
  if (!std::isfinite(time)) refuse(what + " is " + time_text(time), "it must be a finite time", "");
  const double steps = (time - grid.start) / grid.step;
  if (std::abs(steps) > largest_step_count)
    refuse(what + ", " + time_text(time) + ", is more than 2^47 steps from the start", "", "");
  const double largest = std::max(std::abs(time), std::abs(grid.start));
  if (is_whole(steps, largest, grid.step)) return {static_cast<std::int64_t>(std::round(steps)), true};
  return {static_cast<std::int64_t>(std::floor(steps)), false};
}

/// The split time that is the same as `time` but for rounding.
std::vector<SplitTime>::const_iterator find_split(const TimeGrid& grid, double time) {
  const auto next = std::lower_bound(grid.splits.begin(), grid.splits.end(), time,
                                     [](const SplitTime& split, double wanted) { return split.time < wanted; });
  if (next != grid.splits.begin() && is_same_time(grid, std::prev(next)->time, time)) return std::prev(next);
  return next != grid.splits.end() && is_same_time(grid, next->time, time) ? next : grid.splits.end();
}

/// How far apart doubles are at the largest time of a run.
double gap_between_numbers(double start, double stop) {
  const double largest = std::max(std::abs(start), std::abs(stop));
  return std::nextafter(largest, std::numeric_limits<double>::infinity()) - largest;
}

}  // namespace

std::string time_text(double time) { return number_text(time, 15); }

std::int64_t find_tick(const TimeGrid& grid, double time, const std::string& what) {
  const StepPlace place = place_in_steps(grid, time, what);
  if (place.step < 0) return -1;
  if (place.step > grid.step_count || (place.step == grid.step_count && !place.is_step_time))
    return grid.last_tick() + 1;
  if (place.is_step_time) return grid.tick_of_step(place.step);
  const auto split = find_split(grid, time);
  if (split != grid.splits.end()) return split->step + 1 + (split - grid.splits.begin());
  refuse(what + ", " + time_text(time) + ", is not a step time",
         "the grid is " + time_text(grid.start) + " + k*" + time_text(grid.step),
         "use " + time_text(grid.step_time(place.step)) + " or " + time_text(grid.step_time(place.step + 1)) +
             ", or another step");
}

bool is_same_time(const TimeGrid& grid, double a, double b) {
  const double largest = std::max(std::max(std::abs(a), std::abs(b)), std::abs(grid.start));
  return std::abs(a - b) < 0.5 * grid.step && is_whole((a - b) / grid.step, largest, grid.step);
}

double snap_to_step(const TimeGrid& grid, double time) {
  const StepPlace place = place_in_steps(grid, time, "a time");
  return place.is_step_time ? grid.step_time(place.step) : time;
}

TimeGrid split_grid(const TimeGrid& grid, const std::vector<double>& times) {
  std::vector<double> sorted;
  for (const double time : times)
    if (time > grid.start && time < grid.stop()) sorted.push_back(time);
  std::sort(sorted.begin(), sorted.end());
  TimeGrid split{grid.start, grid.step, grid.step_count, {}};
  for (const double time : sorted) {
    const StepPlace place = place_in_steps(grid, time, "a time");
    if (place.is_step_time || find_split(split, time) != split.splits.end()) continue;
    split.splits.push_back({place.step, time});
  }
  return split;
}

bool is_step_resolved(double start, double stop, double step) {
  return gap_between_numbers(start, stop) <= 0x1p-10 * step;
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
  if (!is_step_resolved(start, stop, step))
    refuse("the step " + time_text(step) + " is too short for times of " +
               time_text(std::max(std::abs(start), std::abs(stop))),
           "neighbouring numbers are " + number_text(gap_between_numbers(start, stop), 3) +
               " apart there, so that steps would differ in length",
           "let the run start at 0 and add the difference where formulas name t, or use a longer step");
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
