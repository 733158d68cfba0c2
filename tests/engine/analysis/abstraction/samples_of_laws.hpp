#pragma once

#include <vector>

#include "engine/analysis/abstraction/law_sample.hpp"
#include "tests/engine/analysis/effects/samples.hpp"

namespace dosde {

/// Standard normal states.
inline LawSample normal_sample(Samples& samples, std::size_t trajectories, std::size_t variables,
                               std::size_t times = 1) {
  return {trajectories, times, variables, samples.normals(trajectories * times * variables)};
}

inline LawSample sample_of(std::vector<double> values, std::size_t variables = 1) {
  const std::size_t trajectories = values.size() / variables;
  return {trajectories, 1, variables, std::move(values)};
}

inline LawSample moved(LawSample sample, double by) {
  for (double& value : sample.values) value += by;
  return sample;
}

}  // namespace dosde
