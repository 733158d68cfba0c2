#include "cluster/partition.hpp"

#include <algorithm>

namespace dosde {

UnitSpan units_of_rank(std::int64_t units, int rank, int ranks) {
  const std::int64_t share = units / ranks;
  const std::int64_t extra = units % ranks;
  return {rank * share + std::min<std::int64_t>(rank, extra), share + (rank < extra ? 1 : 0)};
}

}  // namespace dosde
