#include "engine/analysis/effects/kernel_distance.hpp"

#include <gtest/gtest.h>

#include "tests/engine/analysis/effects/samples.hpp"

namespace dosde {
namespace {

std::vector<double> shifted(std::vector<double> points, double by) {
  for (double& value : points) value += by;
  return points;
}

/// Against the kernel itself, summed over all pairs. A feature's mean has the standard error 1/√(2 · 4096) at most, so
/// mmd² has less than 2 · 2 / √8192 = 0.045 · mmd² …; k = 5 of √(E var) ≈ 0.011.
TEST(KernelDistance, is_that_of_the_gaussian_kernel) {
  Samples samples(1);
  const std::vector<double> reference = samples.normals(2 * 200);
  const std::vector<double> y = shifted(samples.normals(2 * 200), 0.7);
  const KernelDistanceEstimator estimator(5, 4096, {"x", "y"});
  const KernelDistance found = estimator.distance(Sampling::independent, y, reference);
  // The scaling: pooled standard deviations.
  std::vector<double> scales;
  for (std::size_t v = 0; v < 2; ++v) {
    double sum = 0.0, squares = 0.0;
    for (std::size_t i = v; i < y.size(); i += 2) {
      sum += y[i] + reference[i];
      squares += y[i] * y[i] + reference[i] * reference[i];
    }
    scales.push_back(std::sqrt(squares / 400.0 - sum * sum / 160000.0));
  }
  const auto mean_kernel = [&](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); i += 2) {
      for (std::size_t j = 0; j < b.size(); j += 2) {
        const double u = (a[i] - b[j]) / scales[0];
        const double w = (a[i + 1] - b[j + 1]) / scales[1];
        sum += std::exp(-(u * u + w * w) / (2.0 * found.bandwidth * found.bandwidth));
      }
    }
    return sum / 40000.0;
  };
  const double square = mean_kernel(y, y) + mean_kernel(reference, reference) - 2.0 * mean_kernel(y, reference);
  EXPECT_NEAR(found.mmd * found.mmd, square, 5.0 * 0.011 * square);
  EXPECT_GT(found.mmd, 4.0 * found.floor);
}

TEST(KernelDistance, of_equal_points_is_nothing) {
  Samples samples(2);
  const std::vector<double> points = samples.normals(3 * 50);
  const KernelDistanceEstimator estimator(5, 64, {"x", "y", "z"});
  const KernelDistance same = estimator.distance(Sampling::paired, points, points);
  EXPECT_EQ(same.mmd, 0.0);
  EXPECT_EQ(same.floor, 0.0);
  const std::vector<double> constant(30, 2.5);
  EXPECT_EQ(estimator.distance(Sampling::paired, constant, constant).mmd, 0.0);
  EXPECT_TRUE(std::isnan(estimator.distance(Sampling::paired, {}, {}).mmd));
  std::vector<double> undefined = points;
  undefined[7] = std::nan("");
  EXPECT_TRUE(std::isnan(estimator.distance(Sampling::paired, undefined, points).mmd));
}

/// Equal laws: 400 repetitions of 60 points; the mean of mmd² is the mean of floor². Single values of mmd² have a
/// relative spread below 1; k = 5 (false alarms 6e-7) and 2 % for the pooled mean of the floor of independent samples.
TEST(KernelDistance, floors_are_means_under_equal_laws) {
  for (const Sampling pairing : {Sampling::paired, Sampling::independent}) {
    Samples samples(3);
    const KernelDistanceEstimator estimator(9, 64, {"x"});
    double squares = 0.0, floors = 0.0;
    constexpr int repetitions = 400;
    for (int k = 0; k < repetitions; ++k) {
      const std::vector<double> reference = samples.normals(60);
      std::vector<double> y = samples.normals(60);
      if (pairing == Sampling::paired)  // exchangeable: half of each is shared
        for (std::size_t i = 0; i < y.size(); ++i) y[i] = 0.6 * y[i] + 0.8 * reference[i];
      const KernelDistance found = estimator.distance(pairing, y, reference);
      squares += found.mmd * found.mmd / repetitions;
      floors += found.floor * found.floor / repetitions;
    }
    EXPECT_NEAR(squares / floors, 1.0, 5.0 / std::sqrt(repetitions) * 0.8 + 0.02);
  }
}

/// Another variable beside it moves nobody's frequencies.
TEST(KernelDistance, frequencies_belong_to_names) {
  Samples samples(4);
  const std::vector<double> reference = samples.normals(50);
  const std::vector<double> y = shifted(samples.normals(50), 0.5);
  std::vector<double> wide, wide_reference;
  for (std::size_t i = 0; i < y.size(); ++i) {
    wide.insert(wide.end(), {1.0, y[i]});  // a constant takes no part
    wide_reference.insert(wide_reference.end(), {1.0, reference[i]});
  }
  const auto alone = KernelDistanceEstimator(2, 32, {"x"}).distance(Sampling::paired, y, reference);
  const auto beside = KernelDistanceEstimator(2, 32, {"c", "x"}).distance(Sampling::paired, wide, wide_reference);
  EXPECT_EQ(alone.mmd, beside.mmd);
}

}  // namespace
}  // namespace dosde
