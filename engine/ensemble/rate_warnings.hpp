#pragma once

#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Warnings (W010) of constant rates of jumps that bring more of them into a step than may be: every trajectory that
/// meets such a rate would end; and (W011) of rates of the time alone that rise and fall between two looks at them, so
/// that jumps are missed. One each a jump source and scenario. Rates that follow the state show while a run goes.
std::vector<Diagnostic> warn_of_rates(const CompiledRun& run);

}  // namespace dosde
