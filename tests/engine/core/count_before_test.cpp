#include "engine/core/count_before.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace dosde {
namespace {

TEST(CountBefore, IsTheLowerBound) {
  const std::vector<int> sorted = {-3, 0, 0, 2, 7, 7, 7, 9};
  for (std::size_t size = 0; size <= sorted.size(); ++size)
    for (int wanted = -4; wanted <= 10; ++wanted)
      EXPECT_EQ(
          count_before(size, [&](std::size_t i) { return sorted[i] < wanted; }),
          static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.begin() + static_cast<long>(size), wanted) -
                                   sorted.begin()));
}

}  // namespace
}  // namespace dosde
