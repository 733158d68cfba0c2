#pragma once

#include <vector>

#include "engine/analysis/regime_stiffness.hpp"
#include "engine/core/error.hpp"

namespace dosde {

/// W006: an explicit scheme takes steps that are too long for a drift, of `regimes`, of their later times or of the
/// sweep: for its fastest rate, the worst of all, or for the damping of an oscillation, or its lack of any, the one
/// that is missed by most.
std::vector<Diagnostic> warn_of_stiffness(const CompiledRun& run, const std::vector<RegimeStiffness>& regimes);

/// The same where it takes half a second or less, else nothing: of verbs that do not print the regimes.
std::vector<Diagnostic> warn_of_stiffness_at_once(const CompiledRun& run);

}  // namespace dosde
