#pragma once

#include <string>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// The numbers that a scheme asks for beyond those of whole sources' paths.
struct StreamNeed {
  int per_source = 1;                ///< streams, the source's own among them: the most of any regime
  std::vector<std::string> further;  ///< streams of their own, those of all regimes, in order of their names
};

/// Refuses, in a sentence that names the scenario, a chosen scheme that serves the noise class but not a regime's
/// formulas (Scheme::fit). Of `run` the experiment, model, timelines and scheme are there.
StreamNeed fit_scheme(const CompiledRun& run);

/// Refuses a scheme that cannot take the run's steps: of several noise cells, or in pieces. Of `run` both are there
/// too.
void refuse_other_steps(const CompiledRun& run);

}  // namespace dosde
