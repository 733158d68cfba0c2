#include "io/result/tree_merge.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace dosde {
namespace {

Moments moments_of(const std::vector<double>& values) {
  Moments result{static_cast<double>(values.size()), 0.0, 0.0, values.front(), values.front()};
  long double sum = 0;
  for (const double value : values) {
    sum += value;
    result.minimum = std::min(result.minimum, value);
    result.maximum = std::max(result.maximum, value);
  }
  const long double mean = sum / static_cast<long double>(values.size());
  long double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  result.mean = static_cast<double>(mean);
  result.sum_of_squares = static_cast<double>(squares);
  return result;
}

bool are_same_bits(const Moments& left, const Moments& right) { return std::memcmp(&left, &right, sizeof(left)) == 0; }

std::vector<std::vector<double>> random_leaves(std::size_t count) {
  std::mt19937 generator(7);
  std::normal_distribution<double> normal(1e6, 1.0);  // a large mean is where naive sums of squares fail
  std::vector<std::vector<double>> leaves(count);
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t n = 0; n < (k + 1 < count ? 64U : 17U); ++n) leaves[k].push_back(normal(generator));
  }
  return leaves;
}

TEST(Merge, OfTwoSetsIsTheirUnionToRounding) {
  const auto leaves = random_leaves(2);
  std::vector<double> all = leaves[0];
  all.insert(all.end(), leaves[1].begin(), leaves[1].end());
  const Moments expected = moments_of(all);
  const Moments found = merge(moments_of(leaves[0]), moments_of(leaves[1]));
  EXPECT_EQ(found.count, expected.count);
  EXPECT_NEAR(found.mean, expected.mean, 4e-16 * 1e6);
  // The means carry a relative error of 2^-53 of 1e6, about 1e-10; it enters M2 as distance * n * that.
  EXPECT_NEAR(found.sum_of_squares, expected.sum_of_squares, 1e-8);
  EXPECT_EQ(found.minimum, expected.minimum);
  EXPECT_EQ(found.maximum, expected.maximum);
}

TEST(Merge, AnEmptySideChangesNoBit) {
  const Moments some = moments_of({0.1, -0.2, 0.7});
  EXPECT_TRUE(are_same_bits(merge(some, Moments{}), some));
  EXPECT_TRUE(are_same_bits(merge(Moments{}, some), some));
  EXPECT_EQ(merge(Moments{}, Moments{}).count, 0.0);
}

/// The root over leaves first … first + count, when units are of 2^level leaves: what the sink stores and the finaliser
/// merges.
Moments unit_node(const std::vector<Moments>& leaves, std::size_t first, std::size_t size) {
  if (first >= leaves.size()) return {};
  if (size == 1) return leaves[first];
  return merge(unit_node(leaves, first, size / 2), unit_node(leaves, first + size / 2, size / 2));
}

TEST(TreeMerge, HasTheSameBitsForEveryUnitSize) {
  for (const std::size_t count : {1U, 2U, 3U, 7U, 8U, 13U, 64U, 100U}) {
    std::vector<Moments> leaves;
    for (const auto& values : random_leaves(count)) leaves.push_back(moments_of(values));
    if (count > 5) leaves[5] = {};  // a leaf whose trajectories have all diverged
    const Moments expected = unit_node(leaves, 0, 128);
    for (std::size_t size = 1; size <= 128; size *= 2) {
      TreeMerge tree;
      for (std::size_t first = 0; first < count; first += size) {
        const Moments node = unit_node(leaves, first, size);
        tree.add({&node, 1});
      }
      EXPECT_TRUE(are_same_bits(tree.root().at(0), expected)) << count << " leaves in units of " << size;
    }
  }
}

TEST(TreeMerge, KeepsCellsApartAndOfNothingIsEmpty) {
  EXPECT_TRUE(TreeMerge().root().empty());
  TreeMerge tree;
  for (int unit = 0; unit < 3; ++unit) {
    const Moments row[] = {{1.0, 1.0 * unit, 0.0, 1.0 * unit, 1.0 * unit}, {1.0, 10.0, 0.0, 10.0, 10.0}};
    tree.add(row);
  }
  const std::vector<Moments> root = tree.root();
  ASSERT_EQ(root.size(), 2U);
  EXPECT_EQ(root[0].count, 3.0);
  EXPECT_DOUBLE_EQ(root[0].mean, 1.0);
  EXPECT_DOUBLE_EQ(root[0].sum_of_squares, 2.0);
  EXPECT_EQ(root[0].maximum, 2.0);
  EXPECT_EQ(root[1].mean, 10.0);
  EXPECT_EQ(root[1].sum_of_squares, 0.0);
}

}  // namespace
}  // namespace dosde
