#include "engine/causal/graphs/loops.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "tests/engine/causal/graphs/reference.hpp"

namespace dosde {
namespace {

using testing::ElementsAre;

TEST(Loops, AreFoundOnceShortOnesFirst) {
  // 0 -> 1 -> 2 -> 0, 1 -> 0, 2 -> 2
  const Loops loops = find_loops({{1}, {2, 0}, {0, 2}}, 10);
  EXPECT_THAT(loops.all, ElementsAre(ElementsAre(2), ElementsAre(0, 1), ElementsAre(0, 1, 2)));
  EXPECT_TRUE(loops.is_complete);
}

TEST(Loops, OfACompleteGraphAreAsManyAsCombinatoricsSays) {
  std::vector<std::vector<std::size_t>> children(5);
  for (std::size_t v = 0; v < 5; ++v)
    for (std::size_t w = 0; w < 5; ++w)
      if (v != w) children[v].push_back(w);
  EXPECT_EQ(find_loops(children, 1000).all.size(), 10U + 20U + 30U + 24U);  // (5 choose k) (k - 1)!
  const Loops some = find_loops(children, 7);
  EXPECT_EQ(some.all.size(), 7U);
  EXPECT_FALSE(some.is_complete);
  EXPECT_TRUE(find_loops(children, 84).is_complete);
}

TEST(Loops, AreThoseOfASearchThroughAllPaths) {
  SmallNumbers numbers(9);
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t count = 2 + numbers.below(5);
    std::vector<std::vector<std::size_t>> children(count);
    for (std::size_t v = 0; v < count; ++v)
      for (std::size_t w = 0; w < count; ++w)
        if (numbers.below(3) == 0) children[v].push_back(w);
    std::set<std::vector<std::size_t>> expected;
    std::function<void(std::vector<std::size_t>)> extend = [&](const std::vector<std::size_t>& path) {
      for (const auto next : children[path.back()]) {
        if (next == path.front()) expected.insert(path);
        if (next <= path.front() || std::find(path.begin(), path.end(), next) != path.end()) continue;
        auto longer = path;
        longer.push_back(next);
        extend(longer);
      }
    };
    for (std::size_t v = 0; v < count; ++v) extend({v});
    const Loops loops = find_loops(children, 100000);
    EXPECT_EQ(loops.all.size(), expected.size());
    EXPECT_EQ(std::set<std::vector<std::size_t>>(loops.all.begin(), loops.all.end()), expected);
  }
}

}  // namespace
}  // namespace dosde
