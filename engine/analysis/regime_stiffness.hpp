#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/analysis/stiffness.hpp"

namespace dosde {

/// Mechanisms of a scenario, and how stiff they are.
struct RegimeStiffness {
  std::string scenario;
  double start = 0.0;  ///< of the regime, or the later time that was looked at; model time
  StiffnessReport report;
  bool is_later = false;
  std::size_t timeline = 0;       ///< number of the scenario
  std::size_t mechanisms = 0;     ///< place in its mechanism sets
  std::vector<std::string> open;  ///< interventions that wait for conditions and are open then: "clamp of x (…)"
};

/// Every regime of every scenario (of the first group of a sweep), in the order of the timelines; then every set of
/// mechanisms that only waiting interventions make, from the start of the first regime that it may come up in.
std::vector<RegimeStiffness> examine_regimes(const CompiledRun& run);

/// The same at later times of those whose drift names the time: a rate may grow.
std::vector<RegimeStiffness> examine_later_times(const CompiledRun& run);

/// The same at some points of a sweep, spread over it with the first and the last of every axis; nothing without one.
/// Scenarios have the labels of their points.
std::vector<RegimeStiffness> examine_swept_points(const CompiledRun& run);

/// How many drifts the three look at, in rows of all of them.
std::int64_t count_examined_rows(const CompiledRun& run);

}  // namespace dosde
