#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/causal/intervention.hpp"
#include "engine/causal/time_grid.hpp"

namespace dosde {

/// The values of all parameters under the `parameter` interventions that hold over the whole span, those that depend on
/// edited ones included: what labels a scenario. `values`: the uniform parameters without interventions. NaN where a
/// value differs from trajectory to trajectory or moves in time. The interventions are sound (build_timeline took
/// them).
std::map<std::string, double> permanent_parameters(const Model& model, const std::vector<Intervention>& interventions,
                                                   const TimeGrid& grid, const std::map<std::string, double>& values);

}  // namespace dosde
