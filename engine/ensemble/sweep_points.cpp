#include <cmath>
#include <limits>

#include "engine/ensemble/sweep.hpp"
#include "engine/expression/apply.hpp"
#include "engine/random/stream_key.hpp"
#include "engine/random/unit_design.hpp"

namespace dosde {
namespace {

// The logarithm and exponential that formulas use: the same bits everywhere.
double logarithm(double x) { return apply_operation(Operation::log, x, 0.0, 0.0, 0); }
double exponential(double x) { return apply_operation(Operation::exp, x, 0.0, 0.0, 0); }

/// The place `u` in [0, 1] of an axis's range; its ends are met exactly.
double place_in_range(const SweepAxis& axis, double u) {
  if (u <= 0.0) return axis.low;
  if (u >= 1.0) return axis.high;
  if (axis.scale == SweepAxis::Scale::linear) return axis.low + (axis.high - axis.low) * u;
  const double low = logarithm(axis.low);
  return exponential(low + (logarithm(axis.high) - low) * u);
}

std::int64_t length_of(const SweepAxis& axis) {
  return axis.scale == SweepAxis::Scale::listed ? static_cast<std::int64_t>(axis.listed.size()) : axis.count;
}

/// Value number n of an axis with a list or a count.
double value_number(const SweepAxis& axis, std::int64_t n) {
  if (axis.scale == SweepAxis::Scale::listed) return axis.listed[static_cast<std::size_t>(n)];
  return axis.count == 1 ? axis.low
                         : place_in_range(axis, static_cast<double>(n) / static_cast<double>(axis.count - 1));
}

std::vector<double> unit_points(const Sweep& sweep, std::uint64_t seed) {
  std::vector<std::uint64_t> keys;
  for (const auto& axis : sweep.axes) keys.push_back(stream_key(seed, StreamKind::design, axis.name));
  if (sweep.design == SweepDesign::lhs) return latin_hypercube(sweep.samples, keys);
  if (!sweep.is_scrambled) keys.assign(keys.size(), 0);
  return sobol_points(sweep.samples, keys);
}

}  // namespace

std::int64_t count_points(const Sweep& sweep) {
  if (sweep.design == SweepDesign::lhs || sweep.design == SweepDesign::sobol) return sweep.samples;
  std::int64_t count = sweep.axes.empty() ? 0 : 1;
  for (const auto& axis : sweep.axes) {
    const std::int64_t length = length_of(axis);
    if (sweep.design != SweepDesign::grid) {
      if (&axis != &sweep.axes.front() && length != count) return -1;
      count = length;
    } else if (length > 0 && count > std::numeric_limits<std::int64_t>::max() / length) {
      return -1;
    } else {
      count *= length;
    }
  }
  return count;
}

void make_points(Sweep& sweep, std::uint64_t seed) {
  const std::size_t axes = sweep.axes.size();
  sweep.point_count = count_points(sweep);
  sweep.values.resize(static_cast<std::size_t>(sweep.point_count) * axes);
  if (sweep.design == SweepDesign::lhs || sweep.design == SweepDesign::sobol) {
    const std::vector<double> places = unit_points(sweep, seed);
    for (std::size_t i = 0; i < places.size(); ++i) sweep.values[i] = place_in_range(sweep.axes[i % axes], places[i]);
    return;
  }
  for (std::int64_t point = 0; point < sweep.point_count; ++point) {
    std::int64_t rest = point;
    for (std::size_t axis = axes; axis-- > 0;) {
      const std::int64_t length = length_of(sweep.axes[axis]);
      const std::int64_t number = sweep.design == SweepDesign::grid ? rest % length : point;
      rest /= length;
      sweep.values[static_cast<std::size_t>(point) * axes + axis] = value_number(sweep.axes[axis], number);
    }
  }
}

std::string sweep_symbol(std::size_t axis) { return "sweep:" + std::to_string(axis); }

}  // namespace dosde
