#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// How far a run is; handed to the observer after every unit.
struct Progress {
  std::int64_t units_done = 0;
  std::int64_t units_total = 0;
  std::int64_t trajectories_done = 0;  ///< at all points of a sweep together
  std::int64_t diverged = 0;           ///< trajectories x scenarios that ended in a non-finite state
  std::int64_t failed_units = 0;       ///< units that could not be computed
};

/// What is run: some units of the ensemble, in order.
struct UnitSpan {
  std::int64_t first = 0;
  std::int64_t count = -1;  ///< -1: to the last
};

/// Runs units of the ensemble and hands each result to the sink. Kokkos must be initialised. `observe` may be empty.
/// Returns the final progress of these units.
Progress run_ensemble(const CompiledRun& run, Sink& sink, const std::function<void(const Progress&)>& observe = {},
                      UnitSpan units = {});

/// All states of a small run in memory: for tests, for C++ users, for Python.
struct Recording {
  RunShape shape;
  std::vector<double> states;             ///< [scenario][trajectory][time][column]
  std::vector<TrajectoryEnd> ends;        ///< [scenario][trajectory]
  std::vector<Moments> moments;           ///< [scenario][time][column], over all trajectories
  std::vector<std::int64_t> reflections;  ///< [scenario]

  [[nodiscard]] double state(std::size_t scenario, std::size_t trajectory, std::size_t time, std::size_t column) const;
};

/// Compiles and runs an experiment in memory.
Recording simulate(const Experiment& experiment);

/// The same with the sizes left to the caller, to show that they do not matter: the width of a lane block (16, 32, 64,
/// 128 or 1), trajectories of a unit (64 * 2^k) and, of a sweep, points of a unit. 0: as a run has it.
Recording simulate(const Experiment& experiment, int block_width, std::int64_t unit_size, std::int64_t unit_points = 0);

}  // namespace dosde
