#pragma once

#include <string>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {

/// Why too much happened to a trajectory in one step, as a sentence part. `looks`: what formulas may name, at places of
/// that step that are known again: its begin, and its end as it is without happenings. A rate that is no number or too
/// high is told where it is so at one of them; else it was the number of happenings, or a rate between two of these.
/// `mechanisms`: their number in the scenario's timeline.
std::string explain_storm(const CompiledRun& run, std::size_t scenario, std::size_t mechanisms,
                          const std::vector<Point>& looks);

}  // namespace dosde
