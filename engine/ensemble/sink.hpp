#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "engine/core/status.hpp"
#include "engine/core/strong_id.hpp"
#include "engine/ensemble/moments.hpp"

namespace dosde {

/// The work unit: trajectories [first_trajectory, first_trajectory + trajectory_count) x all scenarios; of a sweep, at
/// the points [first_point, first_point + point_count).
struct UnitRange {
  std::int64_t unit = 0;  ///< index of the unit; units tile the ensemble
  std::int64_t first_trajectory = 0;
  std::int64_t trajectory_count = 0;
  std::int64_t first_point = 0;
  std::int64_t point_count = 1;
};

/// How a trajectory of a scenario ended.
struct TrajectoryEnd {
  TrajectoryStatus status = TrajectoryStatus::pending;
  double time = 0.0;           ///< the stop, or the first step time at which the state was not finite; of steps that
                               ///< the trajectory chose, the last time that it reached
  std::int32_t variable = -1;  ///< the variable that was first not finite; -1: none

  /// Alive at save times before that: for ever where it is done, never where it was not computed or failed.
  [[nodiscard]] double lifetime() const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (status == TrajectoryStatus::done) return infinity;
    return status == TrajectoryStatus::pending || status == TrajectoryStatus::failed ? -infinity : time;
  }
  [[nodiscard]] bool is_alive_at(double now) const { return now < lifetime(); }
};

/// What one finished work unit hands to a sink. Shapes: S scenarios (of a sweep, all of each point after the other,
/// from the first scenario of first_point on), n trajectories, T save times, C columns (saved variables, then
/// observables).
struct UnitResult {
  UnitRange range;
  std::span<const double> states;       ///< [S][n][T][C], NaN after divergence
  std::span<const TrajectoryEnd> ends;  ///< [S][n]
  std::span<const Moments> moments;     ///< [S][T][C]: this unit's node of the summary tree
  std::span<const std::int64_t>
      reflections;  ///< [S]: reflections at bounds of the unit's trajectories that did not diverge
};

/// Where results go: a file, memory, nowhere. One `write` a unit, from one thread at a time, units in any order.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;
  /// Stores the unit. The spans are valid only during the call. Throws Error (input_output).
  virtual void write(const UnitResult& result) = 0;
};

}  // namespace dosde
