#include "cluster/partition.hpp"

#include <algorithm>

namespace dosde {

ListSpan share_of_rank(std::int64_t count, int rank, int ranks) {
  const std::int64_t share = count / ranks;
  const std::int64_t extra = count % ranks;
  return {rank * share + std::min<std::int64_t>(rank, extra), share + (rank < extra ? 1 : 0)};
}

Dealer::Dealer(std::int64_t count, int ranks)
    : count_(count), ranks_(ranks), next_(ranks == 1 ? count : count / 2 / ranks * ranks) {}

ListSpan Dealer::first_share(int rank) const {
  return share_of_rank(ranks_ == 1 ? count_ : count_ / 2 / ranks_ * ranks_, rank, ranks_);
}

ListSpan Dealer::deal() {
  const std::int64_t left = count_ - next_;
  const ListSpan chunk{next_, std::min(left, std::max<std::int64_t>(1, left / (2 * ranks_)))};
  next_ += chunk.count;
  return chunk;
}

}  // namespace dosde
