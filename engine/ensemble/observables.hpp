#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// The formulas of the experiment's observables, in their order: inputs as tables of `t`, and in the place of
/// parameters what an intervention makes of them (Timeline::parameter_sets).
std::vector<Expression> observables_under(const Experiment& experiment,
                                          const std::map<std::string, Expression>& parameters);

}  // namespace dosde
