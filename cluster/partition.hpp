#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace dosde {

// Who computes what. Pure arithmetic over the positions 0 … count-1 of a list of units; needs no MPI.

/// Consecutive positions of the list of units.
struct ListSpan {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

/// The contiguous range of a rank, where all of the list is dealt at once: the first `count % ranks` ranks have one
/// more than the rest. 0 <= rank < ranks.
ListSpan share_of_rank(std::int64_t count, int rank, int ranks);

/// Deals a list of units to ranks: at first each has a contiguous range (together half of the list, without a
/// message), then who asks gets a chunk of what is left: the (2 x ranks)-th part, so that chunks shrink to single units
/// and all ranks end together. With one rank the first range is all.
class Dealer {
 public:
  Dealer(std::int64_t count, int ranks);

  /// The range that a rank begins with.
  [[nodiscard]] ListSpan first_share(int rank) const;
  /// The next chunk of what is left; empty when nothing is.
  ListSpan deal();
  /// Deals nothing any more.
  void stop() { next_ = count_; }

 private:
  std::int64_t count_;
  int ranks_;
  std::int64_t next_;  ///< first position that has not been dealt
};

}  // namespace dosde
