#pragma once

namespace dosde {

/// Why an increment does not follow from the path.
enum class Undetermined {
  no,
  row_held,         ///< the rows that it drives are clamped
  row_overwritten,  ///< an impulse or a clamp that begins hides where the step went
  rows_too_few,     ///< several sources drive fewer rows: their combinations are known only
  zero_loading,     ///< it has no effect at this state
  state_unseen,     ///< gaps, or noise of observation
};

}  // namespace dosde
