#pragma once

#include <cstdint>

#include "engine/causal/time_grid.hpp"

namespace dosde {

/// Limits of the noise cells: of a step, and of a run (the counter of the generator has 48 bits for the cell).
inline constexpr double most_cells_per_step = 1e6;
inline constexpr double most_cells = 0x1p48;
/// The steps of a cell, at most: the leaves of its tree (engine/random/cell_walk.hpp).
inline constexpr double most_steps_per_cell = 0x1p20;

/// How many noise cells a step has, or how many steps a cell; one of the two is 1.
struct CellCount {
  std::int32_t cells_per_step = 1;
  std::int32_t steps_per_cell = 1;
};

/// The cells of a length, in model time, on a grid; 0: the step. Throws Error (scenario) where neither is a whole
/// multiple of the other, or the cells are too short or too long.
CellCount count_cells(const TimeGrid& grid, double cell);

}  // namespace dosde
