#include "engine/random/cell_walk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "engine/random/cell_noise.hpp"

// The path inside a cell is linear in the cell's numbers and the normals of its tree. So its law is checked exactly:
// the coefficients are read off by giving one of the numbers the value 1 and the others 0, and covariances are sums of
// their products.

namespace dosde {
namespace {

/// Bridges whose normals are 0, but one of a pair of nodes.
struct OneNormal {
  std::uint64_t pair = ~std::uint64_t{0};
  int index = 0;
  template <int Width, NormalsOfPair Wanted = NormalsOfPair::both>
  void fill_bridge(double* out, int /*source*/, const std::uint64_t* /*trajectories*/, std::uint64_t /*cell*/,
                   std::uint64_t asked) const {
    for (int i = 0; i < 4; ++i) out[i * Width] = asked == pair && i == index ? 1.0 : 0.0;
  }
};

struct PathAt {
  double value = 0.0;
  double integral = 0.0;
};

/// Of a cell of length 1, at the fraction.
template <class Noise>
PathAt path_at(double fraction, double increment, double area, const Noise& noise) {
  CellWalk<1> walk(1.0);
  walk.cell().increment[0] = increment;
  walk.cell().area[0] = area;
  const std::uint64_t trajectory = 0;
  CellNode<1> reached;
  walk.walk_to(fraction, reached, noise, 0, &trajectory, 0);
  return {reached.value[0], reached.integral[0]};
}

/// The coefficients of the path at a fraction: of the cell's W and H as standard normals, then of the tree's normals.
std::vector<PathAt> coefficients(double fraction, const std::vector<OneNormal>& normals) {
  std::vector<PathAt> all = {path_at(fraction, 1.0, 0.0, OneNormal{}),
                             path_at(fraction, 0.0, std::sqrt(1.0 / 12.0), OneNormal{})};
  for (const auto& normal : normals) all.push_back(path_at(fraction, 0.0, 0.0, normal));
  return all;
}

template <class Left, class Right>
double covariance(const std::vector<PathAt>& a, Left left, const std::vector<PathAt>& b, Right right) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i].*left * (b[i].*right);
  return sum;
}

/// The nodes on the way to the fractions, in pairs.
std::vector<OneNormal> normals_on_the_way_to(const std::vector<double>& fractions) {
  std::map<std::uint64_t, bool> pairs;
  for (const double fraction : fractions) {
    std::uint64_t node = 1;
    double left = 0.0;
    double length = 1.0;
    for (int level = 0; level <= kTreeLevels; ++level) {
      pairs[node / 2] = true;
      length *= 0.5;
      const bool goes_right = fraction >= left + length;
      node = 2 * node + (goes_right ? 1 : 0);
      left += goes_right ? length : 0.0;
    }
  }
  std::vector<OneNormal> normals;
  for (const auto& [pair, is_on_the_way] : pairs)
    for (int index = 0; index < 4; ++index) normals.push_back({pair, index});
  return normals;
}

/// Cov(∫_0^s W, ∫_0^t W) = s²(3t - s)/6, Cov(W_s, ∫_0^t W) = s(t - s/2) for s <= t and t²/2 for t <= s.
double covariance_of_integrals(double s, double t) {
  return s <= t ? s * s * (3.0 * t - s) / 6.0 : covariance_of_integrals(t, s);
}
double covariance_of_value_and_integral(double s, double t) { return s <= t ? s * (t - 0.5 * s) : 0.5 * t * t; }

TEST(CellWalk, has_the_law_of_brownian_motion_and_its_integral) {
  const std::vector<double> fractions = {0.5, 0.25, 0.75, 0.3, 1.0 / 3.0, 0.34, 0.999, 1e-7, 0.8125};
  const auto normals = normals_on_the_way_to(fractions);
  std::vector<std::vector<PathAt>> paths;
  for (const double fraction : fractions) paths.push_back(coefficients(fraction, normals));
  for (std::size_t i = 0; i < fractions.size(); ++i) {
    for (std::size_t j = 0; j < fractions.size(); ++j) {
      const double s = fractions[i];
      const double t = fractions[j];
      SCOPED_TRACE(std::to_string(s) + ", " + std::to_string(t));
      EXPECT_NEAR(covariance(paths[i], &PathAt::value, paths[j], &PathAt::value), std::fmin(s, t), 1e-14);
      EXPECT_NEAR(covariance(paths[i], &PathAt::integral, paths[j], &PathAt::integral), covariance_of_integrals(s, t),
                  1e-14);
      EXPECT_NEAR(covariance(paths[i], &PathAt::value, paths[j], &PathAt::integral),
                  covariance_of_value_and_integral(s, t), 1e-14);
    }
  }
}

/// … and with the cell's own numbers: its increment W_1 and integral W_1/2 + H.
TEST(CellWalk, belongs_to_the_cell) {
  for (const double fraction : {0.5, 0.3, 0.875}) {
    const auto path = coefficients(fraction, {});
    EXPECT_NEAR(path[0].value, fraction, 1e-15);                                                // Cov(W_s, W_1)
    const double with_area = covariance_of_value_and_integral(fraction, 1.0) - 0.5 * fraction;  // Cov(W_s, H)
    EXPECT_NEAR(path[1].value * std::sqrt(1.0 / 12.0), with_area, 1e-15);
  }
}

constexpr std::uint64_t path_key = 0x1234;

/// A walk of lanes that stand for the trajectories 100, 107, 114, …
template <int Width>
CellWalk<Width> walk_from(int first_lane) {
  CellWalk<Width> walk(0.1);
  for (int lane = 0; lane < Width; ++lane) {
    walk.cell().increment[lane] = 0.1 * (first_lane + lane);
    walk.cell().area[lane] = 0.05 - 0.01 * (first_lane + lane);
  }
  return walk;
}

TEST(CellWalk, does_not_depend_on_the_block_width) {
  const CellNoise noise(&path_key, 1, 1.0);
  std::uint64_t trajectories[16];
  for (int lane = 0; lane < 16; ++lane) trajectories[lane] = 100 + static_cast<std::uint64_t>(lane) * 7;
  CellWalk<16> wide = walk_from<16>(0);
  CellNode<16> all;
  wide.walk_to(0.3, all, noise, 0, trajectories, 5);
  for (int lane = 0; lane < 16; ++lane) {
    CellWalk<1> narrow = walk_from<1>(lane);
    CellNode<1> one;
    narrow.walk_to(0.3, one, noise, 0, trajectories + lane, 5);
    EXPECT_EQ(one.value[0], all.value[lane]);
    EXPECT_EQ(one.integral[0], all.integral[lane]);
  }
}

/// The path is a function of time: wherever a walk has been before, it finds the same.
TEST(CellWalk, does_not_depend_on_where_it_stopped_before) {
  const CellNoise noise(&path_key, 1, 1.0);
  const std::uint64_t trajectory = 7;
  std::vector<double> fractions = {1e-9,  0.1, 0.25,  0.3, 0.3,      0.3 + 1e-9, 1.0 / 3.0,
                                   0.375, 0.5, 0.625, 0.7, 0.999999, 1.0 - 1e-12};
  for (int k = 1; k < 64; ++k) fractions.push_back(k / 64.0);
  std::sort(fractions.begin(), fractions.end());
  CellWalk<1> walk = walk_from<1>(3);
  for (int round = 0; round < 2; ++round, walk.restart()) {
    for (const double fraction : fractions) {
      CellNode<1> on_the_way;
      CellNode<1> directly;
      walk.walk_to(fraction, on_the_way, noise, 0, &trajectory, 5);
      walk_from<1>(3).walk_to(fraction, directly, noise, 0, &trajectory, 5);
      EXPECT_EQ(on_the_way.value[0], directly.value[0]) << fraction;
      EXPECT_EQ(on_the_way.integral[0], directly.integral[0]) << fraction;
    }
  }
}

/// Known answers: noise version 1 is fixed for ever.
TEST(CellWalk, has_known_answers) {
  EXPECT_EQ(bridge_key(0, 0), 0xe220a8397b1dcdafU);  // SplitMix64's first number from the seed 0
}

}  // namespace
}  // namespace dosde
