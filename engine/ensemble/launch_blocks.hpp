#pragma once

#include <cstdint>

#include "engine/ensemble/block_kernel.hpp"

namespace dosde {

/// What a launch of the one kernel shall do to a range of a unit's blocks.
struct BlockLaunch {
  StepRange steps;
  bool has_own_workspaces = false;  ///< each block has a workspace of its own, which carries it from part to part of
                                    ///< the time span; else one for each thread
  bool reads_states = false;        ///< then write what the lanes hold at the end of these steps to the unit's results
};

/// Integrates the blocks first_block … last_block-1 of the unit over the steps, and waits. `block_width` 16, 32, 64,
/// 128 (on hosts) or 1.
void launch_blocks(const KernelData& run, const UnitMemory& unit, const BlockLaunch& launch, int block_width,
                   std::int64_t first_block, std::int64_t last_block);

/// Doubles of a block's workspace, whole cache lines. Throws Error where there is no kernel of that width.
std::int64_t measure_workspace(const KernelData& run, int block_width);

/// How many workspaces may be in use at once where blocks have none of their own.
std::int64_t count_shared_workspaces();

}  // namespace dosde
