#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/stiffness.hpp"
#include "engine/core/error.hpp"

namespace dosde {

/// A regime of a scenario, and how stiff it is.
struct RegimeStiffness {
  std::string scenario;
  double start = 0.0;  ///< of the regime, or the later time that was looked at; model time
  StiffnessReport report;
  bool is_later = false;
};

/// Every regime of every scenario (of the first group of a sweep), in the order of the timelines.
std::vector<RegimeStiffness> examine_regimes(const CompiledRun& run);

/// The same at later times of regimes whose drift names the time: a rate may grow.
std::vector<RegimeStiffness> examine_later_times(const CompiledRun& run);

/// The same at some points of a sweep, spread over it with the first and the last of every axis; nothing without one.
/// Scenarios have the labels of their points.
std::vector<RegimeStiffness> examine_swept_points(const CompiledRun& run);

/// How many drifts the three look at, in rows of all of them.
std::int64_t count_examined_rows(const CompiledRun& run);

/// W006: an explicit scheme takes steps that the drift of some regime is too fast for. The regime that is the worst, of
/// `regimes`, of later times and of the sweep.
std::optional<Diagnostic> warn_of_stiffness(const CompiledRun& run, const std::vector<RegimeStiffness>& regimes);

}  // namespace dosde
