#pragma once

#include <span>

#include "engine/ensemble/run_shape.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// The moments of one scenario of a unit, over the trajectories alive at each time: the unit's node of the summary
/// tree. Leaves are 64 consecutive trajectories, each summed in order (mean first, then squared deviations from it);
/// leaves merge in a fixed binary tree, so that the bits depend neither on block width nor on ranks nor on the unit's
/// size. `states` [n][T][C], `ends` [n], `moments` [T][C]; n at most the unit size, the first trajectory a multiple of
/// the leaf size.
void summarise(std::span<const double> states, std::span<const TrajectoryEnd> ends, const RunShape& shape,
               std::span<Moments> moments);

}  // namespace dosde
