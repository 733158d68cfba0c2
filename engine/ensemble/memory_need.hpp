#pragma once

#include <cstdint>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Bytes that a rank needs to compute units of this run: saved states of one unit, workspaces, moments. Does not grow
/// with the number of trajectories.
std::int64_t memory_need(const CompiledRun& run);

/// Throws Error (input_output) with the bytes needed and there, where this machine's free memory does not suffice for
/// `memory_need`.
void require_memory(const CompiledRun& run);

}  // namespace dosde
