#pragma once

#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Warnings (W010) of constant rates of jumps that bring more of them into a step than may be: every trajectory that
/// meets such a rate would end. One a jump source and scenario. Rates that follow the state show while a run goes.
std::vector<Diagnostic> warn_of_rates(const CompiledRun& run);

}  // namespace dosde
