#pragma once

#include "engine/ensemble/compiled_run.hpp"
#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Refuses, in a sentence that names the scenario, a chosen scheme that serves the noise class but not a regime's
/// formulas (Scheme::fit). Returns the streams that all regimes together ask for. Of `run` the experiment, model,
/// timelines and scheme are there.
StreamNeed fit_scheme(const CompiledRun& run);

/// Refuses a scheme that cannot take the run's steps: of several noise cells, or in pieces. Of `run` both are there
/// too.
void refuse_other_steps(const CompiledRun& run);

}  // namespace dosde
