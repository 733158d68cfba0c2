#include "engine/analysis/effects/simultaneous_band.hpp"

#include <gtest/gtest.h>

#include "engine/analysis/effects/mean_effect.hpp"
#include "tests/engine/analysis/effects/samples.hpp"

namespace dosde {
namespace {

/// Studentised contributions of differences [trajectory][sample].
std::vector<double> contributions(const std::vector<double>& differences, std::size_t width) {
  const std::size_t rows = differences.size() / width;
  const auto n = static_cast<double>(rows);
  std::vector<double> all(differences.size());
  for (std::size_t s = 0; s < width; ++s) {
    std::vector<double> values(rows), zeros(rows, 0.0);
    for (std::size_t i = 0; i < rows; ++i) values[i] = differences[i * width + s];
    const MeanEffect effect = paired_mean_effect(values, zeros);
    for (std::size_t i = 0; i < rows; ++i)
      all[i * width + s] = (values[i] - effect.effect) / (n * effect.standard_error);
  }
  return all;
}

double critical(const std::vector<double>& rows, std::int64_t width, std::int64_t variables = 1,
                std::int64_t tile = 0) {
  SimultaneousBand band(3, 4000, variables);
  const std::int64_t step = tile == 0 ? width : tile;
  for (std::int64_t first = 0; first < width; first += step) {
    const std::int64_t count = std::min(step, width - first);
    std::vector<double> part;
    for (auto row = rows.begin(); row != rows.end(); row += width)
      part.insert(part.end(), row + first, row + first + count);
    const WorldRows worlds[] = {{part, count}};
    band.add(first, worlds);
  }
  return band.joint_critical_value(0.95);
}

/// One sample: the critical value is the normal quantile 1.960. The 0.95 quantile of 4000 draws has the standard error
/// sqrt(0.95 · 0.05 / 4000) / (2 φ(1.96)) = 0.0295; k = 4.5 (false alarms 7e-6).
TEST(SimultaneousBand, of_one_sample_is_the_pointwise_one) {
  Samples samples(1);
  EXPECT_NEAR(critical(contributions(samples.normals(2000), 1), 1), 1.960, 4.5 * 0.0295);
}

/// Twenty independent samples: (2 Φ(c) - 1)^20 = 0.95 at c = 3.016; the density of the maximum there is 0.169, so the
/// standard error is sqrt(0.95 · 0.05 / 4000) / 0.169 = 0.0204; k = 4.5. Twenty copies of one sample: 1.960.
TEST(SimultaneousBand, knows_how_samples_hang_together) {
  Samples samples(2);
  EXPECT_NEAR(critical(contributions(samples.normals(3000 * 20), 20), 20), 3.016, 4.5 * 0.0204);
  const std::vector<double> one = contributions(samples.normals(3000), 1);
  std::vector<double> copies;
  for (const double value : one) copies.insert(copies.end(), 20, value);
  EXPECT_NEAR(critical(copies, 20), 1.960, 4.5 * 0.0295);
}

TEST(SimultaneousBand, does_not_depend_on_how_samples_are_cut) {
  Samples samples(3);
  const std::vector<double> rows = contributions(samples.normals(101 * 24), 24);
  const double whole = critical(rows, 24, 2);
  for (const std::int64_t tile : {1, 2, 7, 8, 13}) EXPECT_EQ(critical(rows, 24, 2, tile), whole) << tile;
}

/// How often, of 300 experiments of so many trajectories x 30 times (random walks), the band holds the true effect, 0,
/// at all times together.
double coverage(std::size_t rows, std::uint64_t world) {
  Samples samples(world);
  constexpr std::size_t width = 30;
  int covered = 0;
  constexpr int experiments = 300;
  for (int k = 0; k < experiments; ++k) {
    std::vector<double> walks = samples.normals(rows * width);
    for (std::size_t place = 0; place < walks.size(); ++place)
      if (place % width != 0) walks[place] += walks[place - 1];
    SimultaneousBand band(static_cast<std::uint64_t>(k), 400, 1);
    const std::vector<double> parts = contributions(walks, width);
    const WorldRows worlds[] = {{parts, width}};
    band.add(0, worlds);
    const double value = band.critical_value(0, 0.95);
    bool holds = true;
    for (std::size_t s = 0; s < width; ++s) {
      std::vector<double> column(rows), zeros(rows, 0.0);
      for (std::size_t i = 0; i < rows; ++i) column[i] = walks[i * width + s];
      const MeanEffect effect = paired_mean_effect(column, zeros);
      holds = holds && std::fabs(effect.effect) <=
                           band_half_width(value, effect.standard_error, effect.degrees_of_freedom, {0.95, width});
    }
    covered += holds ? 1 : 0;
  }
  return static_cast<double>(covered) / experiments;
}

/// Binomial: 0.95 ± 0.0126; k = 4.5 (false alarms 7e-6), and 0.02 for the few trajectories.
TEST(SimultaneousBand, covers_whole_paths) { EXPECT_NEAR(coverage(40, 4), 0.95, 4.5 * 0.0126 + 0.02); }

/// Of few trajectories it may be wider than it must, not narrower.
TEST(SimultaneousBand, covers_whole_paths_of_few_trajectories) {
  for (const std::size_t rows : {3U, 5U, 10U, 20U, 29U}) EXPECT_GT(coverage(rows, rows), 0.95 - 4.5 * 0.0126) << rows;
}

TEST(SimultaneousBand, of_constants_and_of_too_few_draws) {
  SimultaneousBand band(1, 4, 1);
  const std::vector<double> zeros(8, 0.0);
  const WorldRows worlds[] = {{zeros, 1}};
  band.add(0, worlds);
  EXPECT_EQ(band.critical_value(0, 0.5), 0.0);
  EXPECT_TRUE(std::isinf(band.critical_value(0, 0.95)));
  EXPECT_EQ(band_half_width(0.0, 0.0, 7.0, {0.95, 1}), 0.0);
  // By SciPy: few trajectories have Bonferroni's interval, t(1 - 0.025/10, 4),
  EXPECT_NEAR(band_half_width(1.5, 2.0, 4.0, {0.95, 10}), 2.0 * 5.597568368322182, 1e-7);
  // more the stretched one, t(Φ(2.5 √(40/39)), 39), and no narrower than the pointwise t(0.975, 39).
  EXPECT_NEAR(band_half_width(2.5, 2.0, 39.0, {0.95, 10}), 2.0 * 2.6576980536200443, 1e-7);
  EXPECT_NEAR(band_half_width(1.5, 2.0, 39.0, {0.95, 10}), 2.0 * 2.022690911734728, 1e-7);
}

}  // namespace
}  // namespace dosde
