#pragma once

#include <cstdint>

#include "engine/ensemble/run.hpp"

namespace dosde {

/// The contiguous range of units that a rank computes: the first `units % ranks` ranks have one more than the rest.
/// Pure arithmetic, needs no MPI. `units` >= 0, 0 <= rank < ranks.
UnitSpan units_of_rank(std::int64_t units, int rank, int ranks);

}  // namespace dosde
