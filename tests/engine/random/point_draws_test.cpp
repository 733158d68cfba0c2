#include "engine/random/point_draws.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace dosde {
namespace {

constexpr std::uint64_t draw_key = 0x0123456789abcdef;

/// The signs of `blocks` blocks of one trajectory, in order.
std::vector<double> signs_of(std::uint64_t trajectory, std::uint64_t blocks) {
  std::vector<double> signs(blocks * kSignsPerBlock);
  for (std::uint64_t block = 0; block < blocks; ++block)
    fill_signs<1>(signs.data() + block * kSignsPerBlock, 1, draw_key, ConsecutiveTrajectories{trajectory},
                  NoiseCounter{0, block, kSignSlot}, 0, kSignsPerBlock, 0.5);
  return signs;
}

TEST(FillSigns, are_the_bits_of_the_philox_block) {
  const PhiloxBlock words = philox4x32_10(pack_counter({7, 3, kSignSlot}), pack_key(draw_key));
  double signs[kSignsPerBlock];
  fill_signs<1>(signs, 1, draw_key, ConsecutiveTrajectories{7}, NoiseCounter{0, 3, kSignSlot}, 0, kSignsPerBlock, 0.5);
  for (int bit = 0; bit < kSignsPerBlock; ++bit)
    EXPECT_EQ(signs[bit], (words.word[bit / 32] >> bit % 32 & 1) != 0 ? -0.5 : 0.5) << bit;
}

TEST(FillSigns, are_even_and_independent) {
  const std::vector<double> signs = signs_of(0, 2000);
  double sum = 0.0, neighbours = 0.0, far = 0.0;
  for (std::size_t i = 0; i < signs.size(); ++i) {
    sum += 2.0 * signs[i];
    if (i + 1 < signs.size()) neighbours += 4.0 * signs[i] * signs[i + 1];
    if (i + 128 < signs.size()) far += 4.0 * signs[i] * signs[i + 128];
  }
  const double five_sigma = 5.0 * std::sqrt(static_cast<double>(signs.size()));  // false alarms: 6e-7 each
  EXPECT_LT(std::abs(sum), five_sigma);
  EXPECT_LT(std::abs(neighbours), five_sigma);
  EXPECT_LT(std::abs(far), five_sigma);
}

TEST(FillThreePoints, have_their_chances_and_the_normals_moments_to_order_five) {
  constexpr int blocks = 50000;
  constexpr double count = 4.0 * blocks;
  double low = 0.0, zero = 0.0, high = 0.0;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    double four[4];
    fill_three_points<1>(four, 1, draw_key, ConsecutiveTrajectories{5}, NoiseCounter{0, block, kThreePointSlot}, 1.0);
    for (const double value : four) {
      EXPECT_TRUE(value == 0.0 || std::abs(value) == std::sqrt(3.0)) << value;
      (value < 0.0 ? low : value > 0.0 ? high : zero) += 1.0 / count;
    }
  }
  const double five_sigma = 5.0 * std::sqrt(1.0 / 6.0 * 5.0 / 6.0 / count);
  EXPECT_NEAR(low, 1.0 / 6.0, five_sigma);
  EXPECT_NEAR(high, 1.0 / 6.0, five_sigma);
  EXPECT_NEAR(zero, 2.0 / 3.0, 5.0 * std::sqrt(2.0 / 9.0 / count));
}

template <int Width>
void expect_same_as_one_lane() {
  std::vector<double> signs(50 * Width), points(4 * Width);
  std::vector<std::uint64_t> listed(Width);
  for (int lane = 0; lane < Width; ++lane) listed[static_cast<std::size_t>(lane)] = 1000u * static_cast<unsigned>(lane);
  fill_signs<Width>(signs.data(), Width, draw_key, ListedTrajectories{listed.data()}, NoiseCounter{0, 9, kSignSlot}, 60,
                    50, 0.25);
  fill_three_points<Width>(points.data(), Width, draw_key, ListedTrajectories{listed.data()},
                           NoiseCounter{0, 9, kThreePointSlot}, 0.25);
  for (std::size_t lane = 0; lane < Width; ++lane) {
    double own_signs[50], own_points[4];
    const ListedTrajectories own{listed.data() + lane};
    fill_signs<1>(own_signs, 1, draw_key, own, NoiseCounter{0, 9, kSignSlot}, 60, 50, 0.25);
    fill_three_points<1>(own_points, 1, draw_key, own, NoiseCounter{0, 9, kThreePointSlot}, 0.25);
    for (std::size_t cell = 0; cell < 50; ++cell) EXPECT_EQ(signs[cell * Width + lane], own_signs[cell]);
    for (std::size_t cell = 0; cell < 4; ++cell) EXPECT_EQ(points[cell * Width + lane], own_points[cell]);
  }
}

TEST(PointDraws, do_not_depend_on_the_width) {
  expect_same_as_one_lane<8>();
  expect_same_as_one_lane<64>();
}

}  // namespace
}  // namespace dosde
