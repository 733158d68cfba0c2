#include "engine/random/box_muller.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace dosde {
namespace {

using Scalar = BoxMuller<ScalarLanes>;
constexpr long double kTwoTo32 = 4294967296.0L;

/// Words where trouble would show: both ends, around every power of two and around √½ times it (where the logarithm's
/// range is cut), and at random over all magnitudes.
std::vector<std::uint32_t> telling_words() {
  std::vector<std::uint32_t> words;
  for (int exponent = 0; exponent < 32; ++exponent) {
    const auto power = std::uint32_t{1} << exponent;
    const auto cut = static_cast<std::uint32_t>(std::sqrt(0.5) * 2 * power);
    for (std::uint32_t i = 0; i < 2000; ++i) words.insert(words.end(), {power + i - 1000, cut + i - 1000});
  }
  for (std::uint32_t i = 0; i < 2000; ++i) words.insert(words.end(), {i, ~i});
  std::mt19937 random(2);
  for (int i = 0; i < 200000; ++i) {
    const std::uint32_t word = random();
    words.insert(words.end(), {word, word >> (random() & 31), ~(word >> (random() & 31))});
  }
  return words;
}

long double exact_angle(std::uint32_t word) {
  return std::numbers::pi_v<long double> * (((word >> 1) + 0.5L) / (kTwoTo32 / 2) - 0.5L);
}

TEST(BoxMuller, takes_logarithms_to_6e_16) {
  long double worst = 0;
  for (const std::uint32_t word : telling_words()) {
    const long double exact = -2 * std::log((word + 0.5L) / kTwoTo32);
    worst = std::max(worst, std::abs(Scalar::minus_two_log(word) / exact - 1));
  }
  EXPECT_LT(worst, 6e-16L);
}

TEST(BoxMuller, takes_sines_and_cosines_to_4e_16) {
  long double worst = 0;
  for (const std::uint32_t word : telling_words()) {
    double sine = 0, cosine = 0;
    Scalar::half_angle(word, sine, cosine);
    const long double half = exact_angle(word) / 2;
    worst = std::max({worst, std::abs(sine - std::numbers::sqrt2_v<long double> * std::sin(half)),
                      std::abs(cosine - std::numbers::sqrt2_v<long double> * std::cos(half))});
  }
  EXPECT_LT(worst, 4e-16L);
}

TEST(BoxMuller, is_the_documented_transform) {
  const auto words = telling_words();
  std::mt19937 random(3);
  long double worst = 0;
  for (const std::uint32_t angle_word : words) {
    const std::uint32_t radius_word = words[random() % words.size()];
    double first = 0, second = 0;
    Scalar::transform(radius_word, angle_word, 2.0, first, second);
    const long double radius = 2 * std::sqrt(-2 * std::log((radius_word + 0.5L) / kTwoTo32));
    const long double sign = angle_word % 2 == 1 ? -1 : 1;
    worst = std::max({worst, std::abs(first - sign * radius * std::cos(exact_angle(angle_word))) / radius,
                      std::abs(second - radius * std::sin(exact_angle(angle_word))) / radius});
  }
  EXPECT_LT(worst, 1e-15L);
}

TEST(BoxMuller, cuts_at_6_76) {
  EXPECT_NEAR(std::sqrt(Scalar::minus_two_log(0)), std::sqrt(2 * 33 * std::numbers::ln2), 1e-14);
  EXPECT_LT(std::sqrt(Scalar::minus_two_log(0)), 6.7638);
  EXPECT_GT(Scalar::minus_two_log(0xffffffff), 0.0);
}

TEST(BoxMuller, ignores_the_high_halves_of_its_words) {
  double clean[2], dirty[2];
  Scalar::transform(0x12345678, 0x9abcdef1, 1.0, clean[0], clean[1]);
  Scalar::transform(0xdeadbeef12345678, 0xffffffff9abcdef1, 1.0, dirty[0], dirty[1]);
  EXPECT_EQ(clean[0], dirty[0]);
  EXPECT_EQ(clean[1], dirty[1]);
}

TEST(BoxMuller, mirrors_exactly) {
  // All angles come in fours: θ, -θ, π - θ, π + θ; so every odd moment of the angle vanishes exactly.
  std::mt19937 random(4);
  for (int i = 0; i < 1000; ++i) {
    const std::uint32_t radius = random(), angle = random() & ~1u;
    double right[2], left[2], below[2];
    Scalar::transform(radius, angle, 1.0, right[0], right[1]);
    Scalar::transform(radius, angle | 1, 1.0, left[0], left[1]);
    Scalar::transform(radius, ~angle & ~1u, 1.0, below[0], below[1]);
    ASSERT_EQ(left[0], -right[0]);
    ASSERT_EQ(left[1], right[1]);
    ASSERT_EQ(below[0], right[0]);
    ASSERT_EQ(below[1], -right[1]);
  }
}

}  // namespace
}  // namespace dosde
