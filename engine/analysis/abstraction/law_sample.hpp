#pragma once

#include <cstddef>
#include <vector>

namespace dosde {

/// States of trajectories: a sample of a law. Trajectories are independent of each other, the states of one are not.
struct LawSample {
  std::size_t trajectories = 0;
  std::size_t times = 1;  ///< states of each trajectory, all of the same law
  std::size_t variables = 0;
  std::vector<double> values;  ///< [trajectory][time][variable]

  [[nodiscard]] std::size_t states() const { return trajectories * times; }
  /// The n-th state of all.
  [[nodiscard]] const double* state(std::size_t n) const { return values.data() + n * variables; }
};

}  // namespace dosde
