#include "engine/random/node_normals.hpp"

#include <gtest/gtest.h>

#include "engine/random/cell_noise.hpp"

namespace dosde {
namespace {

/// Whatever stands beside it in the list, a node has the numbers that its pair has.
template <int Width>
void expect_numbers_of_pairs(int count) {
  const std::uint64_t keys[] = {0x1234567890abcdefU, 42};
  const CellNoise noise(keys, 2, 1.0);
  NodeList<Width> nodes{};
  for (int i = 0; i < count; ++i) {
    nodes.trajectory[i] = static_cast<std::uint64_t>(7 * i) << (i % 2 == 0 ? 0 : 33);
    nodes.cell[i] = static_cast<std::uint64_t>(100 - i) << (i % 3 == 0 ? 0 : 35);
    nodes.node[i] = (std::uint64_t{1} << (i % 19)) + static_cast<std::uint64_t>(i % 5);
  }
  const NodeList<Width> asked = nodes;
  double first[Width] = {}, second[Width] = {};
  noise.fill_nodes<Width>(first, second, 1, nodes, count);
  for (int i = 0; i < count; ++i) {
    double pair[4];
    noise.fill_bridge<1>(pair, 1, asked.trajectory + i, asked.cell[i], asked.node[i] / 2);
    EXPECT_EQ(first[i], pair[asked.node[i] % 2 == 0 ? 0 : 2]) << i;
    EXPECT_EQ(second[i], pair[asked.node[i] % 2 == 0 ? 1 : 3]) << i;
  }
}

TEST(NodeNormals, AreThoseOfThePairOfTheNode) {
  for (const int count : {0, 1, 3, 15, 16}) expect_numbers_of_pairs<16>(count);
  for (const int count : {1, 100, 128}) expect_numbers_of_pairs<128>(count);
  expect_numbers_of_pairs<1>(1);
}

}  // namespace
}  // namespace dosde
