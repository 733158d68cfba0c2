#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/causal/model.hpp"
#include "engine/causal/time_grid.hpp"

namespace dosde {

/// Halvings of a step at most: the tree of a noise cell (engine/random/cell_walk.hpp) is cut once more to compare.
inline constexpr int most_halvings = 19;

/// Halvings of the first step, where so many are allowed: a first step as long as the grid's may look right by chance.
inline constexpr std::int32_t first_halvings = 4;

/// Steps that each trajectory shortens by itself until their errors are small enough: halves of halves of the step of
/// the time grid. An error of variable i may be absolute_i + relative_i |x_i|.
struct StepControl {
  double relative_tolerance = 1e-3;  ///< of variables that `relative_of` does not name
  double absolute_tolerance = 1e-6;  ///< of variables that `absolute_of` does not name; model units
  std::map<std::string, double> absolute_of = {};
  std::map<std::string, double> relative_of = {};
  double smallest_step = 0.0;  ///< a trajectory that would need a shorter one ends; 0: the step halved 19 times
};

/// How often the grid's step may be halved. Throws Error (scenario) where the smallest step is longer than the step or
/// more than 19 halvings below it.
std::int32_t count_halvings(const StepControl& control, const TimeGrid& grid);

/// Tolerances of the state rows, [row].
struct RowTolerances {
  std::vector<double> absolute, relative;
};

/// The variables' tolerances; infinite ones for a counter of reflections.
RowTolerances row_tolerances(const StepControl& control, const Model& model, std::int32_t row_count);

}  // namespace dosde
