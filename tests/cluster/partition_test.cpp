#include "cluster/partition.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

TEST(Partition, CoversEveryUnitOnceInOrder) {
  for (const std::int64_t units : {0, 1, 2, 7, 8, 64, 1001}) {
    for (const int ranks : {1, 2, 3, 4, 7, 8, 100}) {
      std::int64_t next = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        const ListSpan span = share_of_rank(units, rank, ranks);
        EXPECT_EQ(span.first, next);
        EXPECT_GE(span.count, units / ranks);
        EXPECT_LE(span.count, units / ranks + 1);
        next += span.count;
      }
      EXPECT_EQ(next, units);
    }
  }
}

TEST(Dealer, DealsEveryPositionOnceWhoeverAsks) {
  for (const std::int64_t count : {0, 1, 2, 7, 8, 64, 1001}) {
    for (const int ranks : {1, 2, 3, 7, 8}) {
      Dealer dealer(count, ranks);
      std::int64_t next = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        const ListSpan share = dealer.first_share(rank);
        EXPECT_EQ(share.first, next);
        next += share.count;
      }
      if (ranks == 1) {
        EXPECT_EQ(next, count) << "alone, all at once";
      }
      int chunks = 0;
      for (ListSpan chunk = dealer.deal(); chunk.count > 0; chunk = dealer.deal(), ++chunks) {
        EXPECT_EQ(chunk.first, next);
        EXPECT_LE(chunk.count, std::max<std::int64_t>(1, count / (2 * ranks)));
        next += chunk.count;
      }
      EXPECT_EQ(next, count);
      EXPECT_EQ(dealer.deal().count, 0);
    }
  }
}

TEST(Dealer, TakesFewMessages) {
  Dealer dealer(1'000'000, 1000);
  int chunks = 0;
  while (dealer.deal().count > 0) ++chunks;
  EXPECT_LT(chunks, 20'000) << "2 x ranks x (1 + ln(half of the list / (2 x ranks)))";
}

}  // namespace
}  // namespace dosde
