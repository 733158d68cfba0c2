#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// Paths that were observed: the states of some variables of a model at every step, of one or more trajectories.
struct ObservedPaths {
  std::string origin;                  ///< for messages: the file
  std::vector<std::string> variables;  ///< those that were observed
  std::vector<double> times;           ///< T, one a step
  std::int64_t trajectories = 0;
  std::vector<double> states;  ///< [trajectory][T][observed variable]; NaN: a gap

  [[nodiscard]] double state(std::int64_t trajectory, std::size_t time, std::size_t variable) const {
    return states[(static_cast<std::size_t>(trajectory) * times.size() + time) * variables.size() + variable];
  }
};

}  // namespace dosde
