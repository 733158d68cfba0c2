#include "engine/ensemble/cell_count.hpp"

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/core/number_text.hpp"

namespace dosde {

CellCount count_cells(const TimeGrid& grid, double cell) {
  if (cell == 0.0) return {};
  const bool is_long = cell > grid.step;
  const double ratio = is_long ? cell / grid.step : grid.step / cell;
  const double whole = std::nearbyint(ratio);
  const std::string lengths = "the step is " + number_text(grid.step, 15) + ", the cell " + number_text(cell, 15);
  const auto refuse = [&lengths](const char* code, const std::string& problem, const std::string& why,
                                 const std::string& suggestion) {
    Diagnostic found;
    found.code = code;
    found.problem = problem;
    found.why = lengths + why;
    found.suggestion = suggestion;
    throw Error(ErrorKind::scenario, {found});
  };
  if (!(cell > 0.0) || std::abs(ratio - whole) > 1e-9 * ratio)
    refuse("E013", "neither the step nor the noise cell is a whole multiple of the other", "",
           "use the step, a whole fraction of it such as " + number_text(grid.step / 2.0, 15) +
               ", or a multiple such as " +
               number_text(grid.step * (is_long ? std::fmax(2.0, std::floor(ratio)) : 2.0), 15));
  if (!is_long && (whole > most_cells_per_step || whole * static_cast<double>(grid.step_count) >= most_cells))
    refuse("E005", "the noise cell is too short", "; a step has a million cells and a run 2^48 at most",
           "use a longer cell");
  if (is_long && whole > most_steps_per_cell)
    refuse("E005", "the noise cell is too long", "; a cell has 2^20 steps at most", "use a shorter cell");
  const auto count = static_cast<std::int32_t>(whole);
  return is_long ? CellCount{1, count} : CellCount{count, 1};
}

}  // namespace dosde
