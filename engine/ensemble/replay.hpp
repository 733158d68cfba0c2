#pragma once

#include <string>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// Why a trajectory diverged, found by replaying it alone: the run is taken again to the last finite state, and the
/// step from there is evaluated node by node in the sequential reference.
struct DivergenceCause {
  std::string variable;  ///< through which the trajectory ended; empty: too much happened at once
  double time = 0.0;     ///< first step time that was not finite
  std::string cause;     ///< a sentence part: "log(x - 3) of the negative number -0.25"
};

/// Replays trajectory `trajectory` of scenario `scenario` (of the file: of a sweep, at any point), which ended as `end`
/// says (status diverged). Kokkos must be initialised.
DivergenceCause explain_divergence(const CompiledRun& run, std::size_t scenario, std::int64_t trajectory,
                                   const TrajectoryEnd& end);

/// Why the observable of a column was no number at a save time of a trajectory that lived: a sentence part.
std::string explain_undefined_observable(const CompiledRun& run, std::size_t scenario, std::int64_t trajectory,
                                         std::size_t save, std::size_t column);

}  // namespace dosde
