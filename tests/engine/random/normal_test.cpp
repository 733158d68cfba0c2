#include "engine/random/normal.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "engine/random/stream_key.hpp"

namespace dosde {
namespace {

constexpr std::uint64_t kKey = 0x0123456789abcdef;

/// Normals of `trajectories` lanes from `first` over four cells, [cell][trajectory], drawn in blocks of Width.
template <int Width>
std::vector<double> draw(std::uint64_t first, int trajectories, std::uint64_t block, std::uint16_t slot, double scale) {
  std::vector<double> normals(static_cast<std::size_t>(4 * trajectories));
  for (int lane = 0; lane + Width <= trajectories; lane += Width) {
    fill_normals<Width>(normals.data() + lane, trajectories, kKey,
                        NoiseCounter{first + static_cast<std::uint64_t>(lane), block, slot}, scale);
  }
  return normals;
}

bool equal_bits(const std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::bit_cast<std::uint64_t>(a[i]) != std::bit_cast<std::uint64_t>(b[i])) return false;
  return a.size() == b.size();
}

/// A million normals over trajectories, cells and slots, folded into one number, bit by bit.
template <int Width>
std::uint64_t checksum() {
  std::uint64_t sum = 0;
  for (std::uint64_t block = 0; block < 1024; ++block) {
    const auto normals =
        draw<Width>(0x1'0000'0000 * block, 256, block * block * block, static_cast<std::uint16_t>(block & 7), 1.0);
    for (const double z : normals) sum = (sum ^ std::bit_cast<std::uint64_t>(z)) * 0x9e3779b97f4a7c15;
  }
  return sum;
}

TEST(Normal, has_equal_bits_on_every_target_and_for_every_width) {
  // Recorded once; a build for any instruction set must reproduce it (README.md, "Equal bits everywhere").
  const std::uint64_t recorded = 8022473120900117022u;
  EXPECT_EQ(checksum<1>(), recorded);
  EXPECT_EQ(checksum<8>(), recorded);
  EXPECT_EQ(checksum<16>(), recorded);
  EXPECT_EQ(checksum<32>(), recorded);
  EXPECT_EQ(checksum<64>(), recorded);
  EXPECT_EQ(checksum<128>(), recorded);
}

TEST(Normal, does_not_depend_on_where_a_block_of_lanes_starts) {
  const auto whole = draw<64>(0, 128, 9, 3, 0.1);
  const auto later = draw<64>(37, 64, 9, 3, 0.1);
  for (std::size_t cell = 0; cell < 4; ++cell)
    for (std::size_t lane = 0; lane < 64; ++lane) EXPECT_EQ(whole[cell * 128 + 37 + lane], later[cell * 64 + lane]);
}

TEST(Normal, carries_into_the_high_half_of_the_trajectory) {
  for (const std::uint64_t first : {std::uint64_t{0xffffffff} - 30, std::uint64_t{0x7'ffff'ffff} - 5,
                                    std::numeric_limits<std::uint64_t>::max() - 63}) {
    EXPECT_TRUE(equal_bits(draw<1>(first, 64, 5, 1, 1.0), draw<64>(first, 64, 5, 1, 1.0))) << first;
  }
}

TEST(Normal, serves_four_cells_from_the_four_words_of_the_documented_counter) {
  for (std::uint64_t trajectory : {std::uint64_t{0}, std::uint64_t{12345}, std::uint64_t{1} << 40}) {
    const NoiseCounter place{trajectory, 0xffff'ffff'ffff, 0xffff};
    const PhiloxBlock words = philox4x32_10(pack_counter(place), pack_key(kKey));
    double normals[4];
    fill_normals<1>(normals, kKey, place.trajectory, place.cell_block, place.slot, 3.0);
    for (int pair = 0; pair < 4; pair += 2) {
      const double radius = std::sqrt(-2 * std::log((words.word[pair] + 0.5) / 0x1p32));
      const double angle = std::numbers::pi * (((words.word[pair + 1] >> 1) + 0.5) / 0x1p31 - 0.5);
      const double sign = words.word[pair + 1] % 2 == 1 ? -1 : 1;
      EXPECT_NEAR(normals[pair], 3 * sign * radius * std::cos(angle), 3e-14);
      EXPECT_NEAR(normals[pair + 1], 3 * radius * std::sin(angle), 3e-14);
    }
  }
}

TEST(Normal, has_recorded_values) {
  // Seed 0, noise source "W", trajectory 0, cells 0 … 3; computed by a separate implementation from the README alone.
  const double recorded[] = {0.6887899396690631, 0.48418036640545786, -1.793442017530579, -2.3345128470216743};
  double normals[4];
  fill_normals<1>(normals, stream_key(0, StreamKind::noise, "W"), 0, 0, kWholeCellSlot, 1.0);
  for (int cell = 0; cell < 4; ++cell) EXPECT_NEAR(normals[cell], recorded[cell], 1e-14);
}

TEST(Normal, scales_exactly_by_powers_of_two_and_to_rounding_otherwise) {
  const auto unit = draw<64>(0, 64, 1, 0, 1.0);
  const auto quarter = draw<64>(0, 64, 1, 0, 0.25);
  const auto tenth = draw<64>(0, 64, 1, 0, 0.1);
  for (std::size_t i = 0; i < unit.size(); ++i) {
    EXPECT_EQ(quarter[i], 0.25 * unit[i]);
    EXPECT_NEAR(tenth[i], 0.1 * unit[i], 1e-15);
  }
}

TEST(Normal, differs_in_every_coordinate_of_its_place) {
  const auto reference = draw<1>(0, 1, 0, 0, 1.0);
  for (int bit = 0; bit < 64; ++bit) EXPECT_NE(draw<1>(std::uint64_t{1} << bit, 1, 0, 0, 1.0), reference);
  for (int bit = 0; bit < 48; ++bit) EXPECT_NE(draw<1>(0, 1, std::uint64_t{1} << bit, 0, 1.0), reference);
  for (int bit = 0; bit < 16; ++bit) EXPECT_NE(draw<1>(0, 1, 0, static_cast<std::uint16_t>(1 << bit), 1.0), reference);
}

}  // namespace
}  // namespace dosde
