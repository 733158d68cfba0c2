#pragma once

#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Warnings (W012) of input tables that jump inside steps of one length, or whose rows there are off the values at the
/// steps' ends: such steps look at a table where their formulas do, so that a pulse between is missed. One a table.
/// None for steps that trajectories choose, which end there (piece.hpp).
std::vector<Diagnostic> warn_of_tables(const CompiledRun& run);

}  // namespace dosde
