#pragma once

#include <cstdint>
#include <vector>

#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// A part of a split step, from one tick to the next. Its end is where the path of the step's noise is cut: after
/// `end_cell` cells, from the one on in which the step begins, and `end_fraction`, in [0, 1), of the next.
struct Piece {
  std::int64_t first_tick = 0;
  std::int64_t step = 0;
  double length = 0.0;  ///< model time
  std::int32_t end_cell = 0;
  double end_fraction = 0.0;
};

/// The grid with a tick wherever a scenario switches, acts or is saved, and for adaptive steps wherever an input table
/// jumps or has a kink. All scenarios of a file take the same pieces of
/// a split step, so that their differences are their interventions' alone.
TimeGrid split_for_actions(const Experiment& experiment);

/// The grid of every group of a sweep, with a tick wherever a scenario of any group with the same grid acts: points
/// take the same pieces, as scenarios do.
std::vector<TimeGrid> split_for_all_groups(const Sweep& sweep);

/// The pieces of all split steps, in order; a step has several noise cells, or a cell several steps, or neither. A
/// fraction that is a multiple of 2^-20 but for the rounding of the times is made one: there the path is known without
/// a last bridge (engine/random/cell_walk.hpp).
std::vector<Piece> cut_pieces(const TimeGrid& grid, std::int32_t cells_per_step, std::int32_t steps_per_cell = 1);

/// The most pieces of any batch of `batch_steps` steps, counted from the start.
std::int64_t most_pieces_of_batch(const std::vector<Piece>& pieces, std::int32_t batch_steps);

}  // namespace dosde
