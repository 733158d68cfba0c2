#pragma once

#include <cstdint>
#include <vector>

#include "engine/causal/time_grid.hpp"
#include "engine/causal/timeline/edit.hpp"

namespace dosde {

/// One opening of an intervention's window: steps [first, last). `last` exceeds the grid's step count where the window
/// is still open at the stop.
struct Occurrence {
  std::size_t edit = 0;  ///< index into the list of edits
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t repetition = 0;  ///< 0 for the first window of a repeated one
};

/// The openings of one edit's window within the span. A window may outlast the stop (it is cut there), but not begin
/// before the start or at the stop. Adds findings: off-grid times, windows outside the span, `until` not after `from`,
/// `every` shorter than the window.
std::vector<Occurrence> expand_window(const Edit& edit, std::size_t edit_index, const TimeGrid& grid,
                                      std::vector<Diagnostic>& diagnostics);

/// The steps at which an impulse acts, `every` applied, in increasing order; each in 0 … step_count.
std::vector<std::int64_t> impulse_steps(const Edit& edit, const TimeGrid& grid, std::vector<Diagnostic>& diagnostics);

}  // namespace dosde
