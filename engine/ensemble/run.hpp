#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// Runs the ensemble in this process, unit by unit, and hands each result to the sink. Kokkos must be initialised.
void run_ensemble(const CompiledRun& run, Sink& sink);

/// All states of a small run in memory: for tests, for C++ users, for Python.
struct Recording {
  RunShape shape;
  std::vector<double> states;             ///< [scenario][trajectory][time][column]
  std::vector<TrajectoryEnd> ends;        ///< [scenario][trajectory]
  std::vector<Moments> moments;           ///< [scenario][time][column], over all trajectories
  std::vector<std::int64_t> reflections;  ///< [scenario]

  [[nodiscard]] double state(std::size_t scenario, std::size_t trajectory, std::size_t time, std::size_t column) const;
};

/// Runs in memory what is compiled.
Recording record(const CompiledRun& run);

/// Compiles and runs an experiment in memory.
Recording simulate(const Experiment& experiment);

/// The same with the sizes left to the caller, to show that they do not matter: the width of a lane block (16, 32, 64,
/// 128 or 1), trajectories of a unit (64 * 2^k) and, of a sweep, points of a unit. 0: as a run has it.
Recording simulate(const Experiment& experiment, int block_width, std::int64_t unit_size, std::int64_t unit_points = 0);

}  // namespace dosde
