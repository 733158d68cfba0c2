#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/stiffness.hpp"
#include "engine/core/error.hpp"

namespace dosde {

/// A regime of a scenario, and how stiff it is.
struct RegimeStiffness {
  std::string scenario;
  double start = 0.0;  ///< of the regime; model time
  StiffnessReport report;
};

/// Every regime of every scenario (of the first group of a sweep), in the order of the timelines.
std::vector<RegimeStiffness> examine_regimes(const CompiledRun& run);

/// W006: an explicit scheme takes steps that the drift of some regime is too fast for. The regime that is the worst.
std::optional<Diagnostic> warn_of_stiffness(const CompiledRun& run, const std::vector<RegimeStiffness>& regimes);

}  // namespace dosde
