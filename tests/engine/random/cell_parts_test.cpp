#include "engine/random/cell_parts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/random/cell_noise.hpp"

namespace dosde {
namespace {

/// Bridges whose normals are 0, but one of a pair of nodes.
struct NodeNormal {
  std::uint64_t pair = ~std::uint64_t{0};
  int index = 0;
  template <int Width, NormalsOfPair Wanted = NormalsOfPair::both>
  void fill_bridge(double* out, int /*source*/, const std::uint64_t* /*trajectories*/, std::uint64_t /*cell*/,
                   std::uint64_t asked) const {
    for (int i = 0; i < 4 * Width; ++i) out[i] = asked == pair && i / Width == index ? 1.0 : 0.0;
  }
};

/// W of all parts, then H, [part][lane].
template <int Width, class Noise>
std::vector<double> make_parts(const std::vector<double>& increment, const std::vector<double>& area, double root,
                               const CellParts& parts, const Noise& noise, const std::uint64_t* trajectories) {
  const auto size = (std::size_t{1} << parts.levels) * Width;
  std::vector<double> numbers(2 * size);
  CellHalving<Width> halving(root);
  halving.make(increment.data(), area.data(), parts, noise, 0, trajectories,
               {numbers.data(), numbers.data() + size, Width});
  return numbers;
}

/// The parts are linear in the cell's numbers and the normals of its tree: their covariances, exactly.
TEST(CellParts, AreIndependentWithTheVariancesOfTheirLength) {
  constexpr int levels = 3;
  constexpr int parts = 1 << levels;
  const std::uint64_t trajectory = 0;
  std::vector<std::vector<double>> coefficients;
  const auto add = [&](double increment, double area, const NodeNormal& normal) {
    coefficients.push_back(make_parts<1>({increment}, {area}, 1.0, {0, levels, 0, levels}, normal, &trajectory));
  };
  add(1.0, 0.0, {});
  add(0.0, std::sqrt(1.0 / 12.0), {});
  for (std::uint64_t pair = 0; pair < parts / 2; ++pair)
    for (int index = 0; index < 4; ++index) add(0.0, 0.0, {pair, index});
  for (std::size_t a = 0; a < 2 * parts; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      double covariance = 0.0;
      for (const auto& own : coefficients) covariance += own[a] * own[b];
      const double variance = a < parts ? 1.0 / parts : 1.0 / (12.0 * parts);
      EXPECT_NEAR(covariance, a == b ? variance : 0.0, 1e-15) << a << ", " << b;
    }
  }
}

class KeyedCellParts : public testing::Test {
 protected:
  static constexpr int depth = 8;
  static constexpr std::uint64_t cell = 5;
  const double root = std::sqrt(0.3);
  const std::uint64_t key = 0x123456789abcdef;
  const CellNoise noise{&key, 1, root};
  std::vector<std::uint64_t> trajectories;
  std::vector<double> increment, area;

  KeyedCellParts() {
    std::vector<double> four(4 * 16);
    for (std::uint64_t n = 0; n < 16; ++n) trajectories.push_back(7 * n + 3);
    for (auto* numbers : {&increment, &area}) {
      noise.fill_listed<16>(four.data(), 16, numbers == &increment ? 0 : 1, trajectories.data(), 4, 4);
      numbers->assign(four.begin() + 16, four.begin() + 32);
    }
  }
};

TEST_F(KeyedCellParts, DoNotDependOnHowManyAreMadeAtOnceNorOnTheBlock) {
  const auto all = [&](int levels) {
    std::vector<double> increments, areas;
    for (std::uint64_t first = 0; first < 1U << depth; first += std::uint64_t{1} << levels) {
      const auto some = make_parts<16>(increment, area, root, {cell, depth, first, levels}, noise, trajectories.data());
      increments.insert(increments.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2));
      areas.insert(areas.end(), some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2), some.end());
    }
    increments.insert(increments.end(), areas.begin(), areas.end());
    return increments;
  };
  const std::vector<double> together = all(6);
  for (const int levels : {0, 1, 2, 5}) EXPECT_EQ(all(levels), together) << levels;
  for (std::size_t lane = 0; lane < 16; ++lane) {
    const auto alone =
        make_parts<1>({increment[lane]}, {area[lane]}, root, {cell, depth, 64, 6}, noise, &trajectories[lane]);
    for (std::size_t part = 0; part < 64; ++part) {
      EXPECT_EQ(alone[part], together[(64 + part) * 16 + lane]);
      EXPECT_EQ(alone[64 + part], together[(256 + 64 + part) * 16 + lane]);
    }
  }
}

TEST_F(KeyedCellParts, WithoutAreasTheIncrementsAreTheSame) {
  const auto both = make_parts<16>(increment, area, root, {cell, 5, 0, 5}, noise, trajectories.data());
  std::vector<double> only(32 * 16);
  CellHalving<16> halving(root);
  halving.make(increment.data(), area.data(), {cell, 5, 0, 5}, noise, 0, trajectories.data(),
               {only.data(), nullptr, 16});
  for (std::size_t i = 0; i < only.size(); ++i) EXPECT_EQ(only[i], both[i]);
}

/// Where the walk passes, the sums of the parts are.
TEST_F(KeyedCellParts, AddUpToThePathThatAWalkMeets) {
  const int levels = 6;
  const std::size_t count = 64;
  const auto parts = make_parts<16>(increment, area, root, {cell, levels, 0, levels}, noise, trajectories.data());
  CellWalk<16> walk(root);
  for (int lane = 0; lane < 16; ++lane) {
    walk.cell().increment[lane] = increment[static_cast<std::size_t>(lane)];
    walk.cell().area[lane] = area[static_cast<std::size_t>(lane)];
  }
  walk.restart();
  CellNode<16> reached;
  std::vector<double> value(16), integral(16);
  for (std::size_t part = 0; part < count; ++part) {
    if (part + 1 < count)
      walk.walk_to(static_cast<double>(part + 1) / count, reached, noise, 0, trajectories.data(), cell);
    else
      walk.find_end(reached);
    for (std::size_t lane = 0; lane < 16; ++lane) {
      const double own = parts[part * 16 + lane];
      integral[lane] += (value[lane] + (0.5 * own + parts[(count + part) * 16 + lane])) / count;
      value[lane] += own;
      EXPECT_NEAR(reached.value[lane], value[lane], 1e-14);
      EXPECT_NEAR(reached.integral[lane], integral[lane], 1e-14);
    }
  }
}

}  // namespace
}  // namespace dosde
