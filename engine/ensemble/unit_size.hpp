#pragma once

#include <cstdint>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Trajectories of a work unit: a leaf of 64 times a power of two, such that the saved states of a unit (all scenarios)
/// fill about 2 MiB: large enough for long writes, small enough to stay in a cache and to be lost cheaply. At least one
/// leaf, at most what the ensemble needs, and no more than some seconds of work: `trajectory_work` is
/// `measure_trajectory_work` of the run. Pure arithmetic, so a resumed run has the units that it had.
std::int64_t choose_unit_size(const RunShape& shape, double trajectory_work);

/// Points of a sweep that a work unit holds, by the same rules: one where the trajectories of a point fill several
/// units. `shape.unit_size` is known.
std::int64_t choose_unit_points(const RunShape& shape, double trajectory_work);

/// The work of one trajectory through all scenarios: rows and noises advanced by a step, summed over steps. One such
/// takes some 2 to 5 nanoseconds.
double measure_trajectory_work(const CompiledRun& run);

/// Saves that lanes with steps of their own may pass before they meet again (engine/ensemble/saves_ahead.hpp); 0 where
/// the grid's steps are taken, or where happenings are looked for at saves.
std::int32_t choose_saves_ahead(const CompiledRun& run);

/// Numbers a lane that steps chosen by the trajectory need besides (LaneTree); 0 where they are the grid's.
std::int64_t count_tree_slots(const CompiledRun& run);

/// Doubles a lane that conditions and rates of jumps take.
std::int64_t count_signal_slots(const CompiledRun& run);

/// Steps of a part of the time span that a block of lanes takes at once: all of them where that is a matter of a
/// fraction of a second, else a multiple of `batch_steps`. Between two parts a run can stop.
std::int64_t choose_part_steps(const CompiledRun& run, int block_width, std::int32_t batch_steps);

/// Lanes of a block: as many of 128, 64, 32, 16 as keep the working set of a block (states of all scenarios, increments
/// of a batch, scratch) within a share of a core's cache. On a device 1: a lane is a thread.
int choose_block_width(const CompiledRun& run);

/// Lane blocks that one of the concurrent workers computes between two looks around: some milliseconds of work.
std::int64_t choose_slice_blocks(const CompiledRun& run, int block_width);

/// Steps whose increments are made at once: a multiple of four, at most 64; a power of two where cells have several
/// steps.
std::int32_t choose_batch_steps(const CompiledRun& run, int block_width);

/// Saves that a block stages before it writes them out: enough that a trajectory's piece is a few cache lines.
std::int32_t choose_stage_capacity(const CompiledRun& run, int block_width);

}  // namespace dosde
