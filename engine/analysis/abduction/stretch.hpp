#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "engine/analysis/abduction/observed_start.hpp"
#include "engine/analysis/abduction/seen_state.hpp"

namespace dosde {

/// A part of a path between states that are known (or the path's ends), in which something is hidden. What happens in
/// one stretch is independent of what happens in another, given the path.
struct Stretch {
  std::int64_t trajectory = 0;
  std::int64_t first = 0;       ///< tick
  std::vector<SeenState> seen;  ///< [time], from the first tick on
  ObservedStart start;          ///< of the state at the first tick

  [[nodiscard]] std::size_t step_count() const { return seen.size() - 1; }
};

}  // namespace dosde
