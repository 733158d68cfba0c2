#pragma once

#include "engine/ensemble/compiled_run.hpp"
#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Refuses, in a sentence that names the scenario, a chosen scheme that serves the noise class but not a regime's
/// formulas (Scheme::fit). Returns the streams that all regimes together ask for. Of `run` the experiment, model,
/// timelines and scheme are there.
StreamNeed fit_scheme(const CompiledRun& run);

/// Refuses a scheme that cannot take the run's steps, of several noise cells, or in pieces, and adaptive steps that
/// meet those, or reflecting bounds. Of `run` cells and pieces are there too.
void refuse_other_steps(const CompiledRun& run);

/// What trajectories need that choose their steps by themselves; nothing where they do not. Of `run` the scheme and the
/// number of rows are there too. Throws Error (scenario): see count_halvings.
std::optional<ControlledSteps> fit_step_control(const CompiledRun& run);

}  // namespace dosde
