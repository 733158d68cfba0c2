#pragma once

#include <cstdint>
#include <vector>

#include "engine/causal/time_grid.hpp"
#include "engine/causal/timeline/edit.hpp"

namespace dosde {

/// One opening of an intervention's window: ticks [first, last). `last` exceeds the grid's last tick where the window
/// is still open at the stop.
struct Occurrence {
  std::size_t edit = 0;  ///< index into the list of edits
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t repetition = 0;  ///< 0 for the first window of a repeated one
};

/// The times within the span at which an intervention opens, closes or acts, `every` applied: where the grid must have
/// a tick. Of windows and times that expand_window and impulse_ticks would refuse, as many as make sense.
std::vector<double> action_times(const Intervention& intervention, const TimeGrid& grid);

/// The openings of one edit's window within the span. A window may outlast the stop (it is cut there), but not begin
/// before the start or at the stop. Adds findings: times that are no ticks, windows outside the span, `until` not after
/// `from`, `every` shorter than the window.
std::vector<Occurrence> expand_window(const Edit& edit, std::size_t edit_index, const TimeGrid& grid,
                                      std::vector<Diagnostic>& diagnostics);

/// The ticks at which an impulse acts, `every` applied, in increasing order; each in 0 … last_tick.
std::vector<std::int64_t> impulse_ticks(const Edit& edit, const TimeGrid& grid, std::vector<Diagnostic>& diagnostics);

}  // namespace dosde
