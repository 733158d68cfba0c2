#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace dosde {

/// After the last unit: merges the units' partial sums into `count`, `mean`, `variance` (unbiased; NaN below two
/// trajectories), `minimum`, `maximum` (NaN below one), sums `reflections`, computes `quantiles` from the stored
/// states, and last sets `complete`. Raw writes into datasets that exist, so a kill leaves a readable file, and doing
/// it again does the same. Memory is bounded whatever the number of trajectories. Throws Error (input_output) where
/// units are missing.
void finalise_result_file(const std::string& path);

/// Where a run stopped before its end: writes NaN into the states of every trajectory whose status is pending, so that
/// nobody takes reserved bytes for data. In a shard only of those that are its share: the rest of it takes no space.
/// Gives up after `limit`, since a job that has to stop may have no time for a terabyte: returns how many trajectories
/// were left as they are, which is zeros that only their status marks.
std::int64_t blank_pending_states(const std::string& path,
                                  std::chrono::duration<double> limit = std::chrono::hours(1000));

}  // namespace dosde
