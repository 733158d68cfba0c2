#pragma once

#include <optional>
#include <vector>

#include "engine/causal/time_grid.hpp"
#include "engine/expression/expression.hpp"
#include "engine/expression/table.hpp"

namespace dosde {

/// The step in which a rate of the time alone does most between two looks at it: it is known where steps begin and end,
/// and points of up to twice the larger of the two are looked at (lane_walk.hpp).
struct RatePulse {
  double begin = 0.0, end = 0.0;  ///< of the step, or the piece of a split one; model time
  double before = 0.0;            ///< the rate at its begin
  double after = 0.0;             ///< at its end
  double peak = 0.0;              ///< the highest seen inside, …
  double peak_time = 0.0;         ///< … and where
  double length = 0.0;            ///< of what is above twice the larger of `before` and `after`
  double expected = 0.0;          ///< jumps of a trajectory in this step
  double unseen = 0.0;            ///< of them those from points that nobody looks at, at most
};

/// Looks at a rate, a formula of `t` and of tables alone, inside the steps from tick first to tick last: at
/// `points_per_step` places, where its tables have rows and where it compares `t` with numbers. At most `most_steps`
/// steps, spread evenly, and those in which there are such times. Nothing where less than a thousandth of the jumps
/// (and of one jump) goes unseen.
std::optional<RatePulse> find_rate_pulse(const Expression& rate, const std::vector<Table>& tables, const TimeGrid& grid,
                                         std::int64_t first_tick, std::int64_t last_tick, int points_per_step,
                                         std::int64_t most_steps);

}  // namespace dosde
