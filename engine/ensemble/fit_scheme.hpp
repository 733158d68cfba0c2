#pragma once

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Refuses, in a sentence that names the scenario, a chosen scheme that serves the noise class but not a regime's
/// formulas (Scheme::misfit). Of `run` the experiment, model, timelines and scheme are there.
void refuse_misfit(const CompiledRun& run);

/// How many streams of numbers every source needs: the most of any regime.
int count_streams(const CompiledRun& run);

}  // namespace dosde
