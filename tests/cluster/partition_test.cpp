#include "cluster/partition.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

TEST(Partition, CoversEveryUnitOnceInOrder) {
  for (const std::int64_t units : {0, 1, 2, 7, 8, 64, 1001}) {
    for (const int ranks : {1, 2, 3, 4, 7, 8, 100}) {
      std::int64_t next = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        const UnitSpan span = units_of_rank(units, rank, ranks);
        EXPECT_EQ(span.first, next);
        EXPECT_GE(span.count, units / ranks);
        EXPECT_LE(span.count, units / ranks + 1);
        next += span.count;
      }
      EXPECT_EQ(next, units);
    }
  }
}

}  // namespace
}  // namespace dosde
