// The law of the normals: moments, distribution, independence. All seeds are fixed, so that a test passes for ever or
// never; the false-alarm rates say how surprising a failure would have been when the test was written. The cut at
// |z| = 6.76 and the 32-bit grids change E z^8 by 1e-6 of its value, a thousandth of the standard errors below.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "engine/random/normal.hpp"
#include "engine/random/stream_key.hpp"
#include "tests/engine/random/statistics.hpp"

namespace dosde {
namespace {

/// Normal j of the four of every (trajectory, block), trajectories inner: 64 trajectories × `blocks`.
std::vector<double> series(std::uint64_t key, std::uint64_t first_trajectory, std::uint64_t first_block,
                           std::uint64_t blocks, int j, std::uint16_t slot = 0) {
  std::vector<double> values;
  std::array<double, 4 * 64> normals;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    fill_normals<64>(normals.data(), key, first_trajectory, first_block + block, slot, 1.0);
    values.insert(values.end(), normals.begin() + 64 * j, normals.begin() + 64 * (j + 1));
  }
  return values;
}

double double_factorial(int n) { return n <= 1 ? 1 : n * double_factorial(n - 2); }

TEST(NormalLaw, has_the_moments_to_order_8) {
  // n = 4 · 2^20, k = 5, 8 moments: false alarms 8 · 5.7e-7 = 5e-6. Var z^p = (2p-1)!! - (E z^p)².
  std::array<double, 9> sums{};
  double n = 0;
  for (int j = 0; j < 4; ++j) {
    for (const double z : series(11, 0, 0, 16384, j)) {
      double power = 1;
      for (int p = 1; p <= 8; ++p) sums[static_cast<std::size_t>(p)] += power *= z;
      ++n;
    }
  }
  for (int p = 1; p <= 8; ++p) {
    const double mean = p % 2 == 0 ? double_factorial(p - 1) : 0;
    const double standard_error = std::sqrt((double_factorial(2 * p - 1) - mean * mean) / n);
    EXPECT_NEAR(sums[static_cast<std::size_t>(p)] / n, mean, 5 * standard_error) << "order " << p;
  }
}

TEST(NormalLaw, passes_kolmogorov_smirnov_and_anderson_darling) {
  // n = 2^18 for each of the four normals of a block; significance 1e-6 each, so false alarms 8e-6 in all.
  for (int j = 0; j < 4; ++j) {
    const auto values = series(12, 1000, 0, 4096, j);
    EXPECT_GT(kolmogorov_smirnov_probability(values, normal_distribution), 1e-6) << "normal " << j;
    EXPECT_GT(anderson_darling_probability(values), 1e-6) << "normal " << j;
  }
}

TEST(NormalLaw, is_round_in_the_plane) {
  // Pairs (z0, z1) in 32 sectors × 16 rings of equal probability: χ² with 511 degrees of freedom, mean 511, standard
  // deviation 32; 511 + 6 · 32 is exceeded with probability 1e-8 (its Wilson–Hilferty normal score is 5.5).
  for (int j = 0; j < 4; j += 2) {
    const auto x = series(13, 0, 0, 4096, j);
    const auto y = series(13, 0, 0, 4096, j + 1);
    std::vector<double> counts(32 * 16);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double turn = std::atan2(y[i], x[i]) / (2 * std::numbers::pi) + 0.5;
      const double ring = std::exp(-(x[i] * x[i] + y[i] * y[i]) / 2);
      const int sector = std::min(31, static_cast<int>(32 * turn));
      counts[static_cast<std::size_t>(16 * sector + std::min(15, static_cast<int>(16 * ring)))] += 1;
    }
    const double expected = static_cast<double>(x.size()) / 512;
    double chi_square = 0;
    for (const double count : counts) chi_square += (count - expected) * (count - expected) / expected;
    EXPECT_LT(chi_square, 511 + 6 * 32);
    EXPECT_GT(chi_square, 511 - 6 * 32);
  }
}

/// z, its normalised square (the radius that Box & Muller's pairs share would show here) and cube must not correlate.
void expect_independent(const std::vector<double>& a, const std::vector<double>& b, const std::string& what) {
  // n = 2^18, k = 5; the fourteen calls make 42 comparisons, so false alarms 42 · 5.7e-7 = 2.4e-5 in all.
  const auto transformed = [](const std::vector<double>& values, auto&& function) {
    std::vector<double> result;
    for (const double z : values) result.push_back(function(z));
    return result;
  };
  const auto square = [](double z) { return (z * z - 1) / std::numbers::sqrt2; };
  const auto cube = [](double z) { return (z * z * z - 3 * z) / std::sqrt(6.0); };
  EXPECT_LT(std::abs(correlation_score(a, b)), 5) << what;
  EXPECT_LT(std::abs(correlation_score(transformed(a, square), transformed(b, square))), 5) << what << ", squares";
  EXPECT_LT(std::abs(correlation_score(transformed(a, cube), transformed(b, cube))), 5) << what << ", cubes";
}

TEST(NormalLaw, is_independent_within_a_philox_block) {
  for (int j = 0; j < 4; ++j)
    for (int i = 0; i < j; ++i)
      expect_independent(series(14, 0, 0, 4096, i), series(14, 0, 0, 4096, j),
                         "normals " + std::to_string(i) + " and " + std::to_string(j));
}

TEST(NormalLaw, is_independent_between_neighbouring_streams_and_places) {
  const std::uint64_t key = stream_key(1, StreamKind::noise, "W1");
  const auto reference = series(key, 0, 0, 4096, 0);
  expect_independent(reference, series(key, 1, 0, 4096, 0), "next trajectory");
  expect_independent(reference, series(key, 64, 0, 4096, 0), "next lane block");
  expect_independent(reference, series(key, 0, 1, 4096, 0), "next cell block");
  expect_independent(reference, series(key, 0, 0, 4096, 0, 1), "next slot");
  expect_independent(reference, series(key + 1, 0, 0, 4096, 0), "next key");
  expect_independent(reference, series(key ^ (std::uint64_t{1} << 63), 0, 0, 4096, 0), "key with one bit changed");
  expect_independent(reference, series(stream_key(1, StreamKind::noise, "W2"), 0, 0, 4096, 0), "next name");
  expect_independent(reference, series(stream_key(2, StreamKind::noise, "W1"), 0, 0, 4096, 0), "next seed");
}

TEST(NormalLaw, finds_a_dependence_where_there_is_one) {
  // The comparisons above can fail: a shift of 64 lanes and the same stream are no neighbours but the same numbers.
  const auto values = series(14, 0, 0, 4096, 0);
  EXPECT_GT(correlation_score(values, values), 500);
}

}  // namespace
}  // namespace dosde
