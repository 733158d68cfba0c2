#pragma once

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {

/// These variables under one scenario that does nothing, by Euler-Maruyama, saved at the start and the end.
inline Experiment experiment_of(std::vector<Variable> variables) {
  Experiment experiment;
  experiment.model.variables = std::move(variables);
  experiment.time = {0.0, 0.0625, 320};
  experiment.saves = save_every(experiment.time, 320);
  experiment.scheme = "euler_maruyama";
  experiment.scenarios = {Scenario{}};
  return experiment;
}

/// One loading on one source.
inline std::vector<NoiseTerm> noise(const std::string& source, const std::string& loading) {
  return {{source, parse_expression(loading)}};
}

}  // namespace dosde
