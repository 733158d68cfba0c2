#include "engine/analysis/stationarity/generator_kernel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace dosde {
namespace {

/// Of variable size: GCC 12 warns of fixed ones in 512-bit registers (GCC bug 105593).
Eigen::VectorXd pair(double first, double second) {
  Eigen::VectorXd made(2);
  made << first, second;
  return made;
}

GeneratorPoint point(double x0, double x1, double f0, double f1, double d00, double d01, double d11) {
  GeneratorPoint made{pair(x0, x1), pair(f0, f1), Eigen::MatrixXd(2, 2)};
  made.diffusion << d00, d01, d01, d11;
  return made;
}

/// L applied by central differences to a function of the state, drift and diffusion those of the point.
template <class Function>
double generator_by_differences(const GeneratorPoint& at, double h, const Function& function) {
  const auto moved = [&](double a, double b) { return function(Eigen::VectorXd(at.state + pair(a * h, b * h))); };
  const double middle = moved(0, 0);
  const double first0 = (moved(1, 0) - moved(-1, 0)) / (2 * h), first1 = (moved(0, 1) - moved(0, -1)) / (2 * h);
  const double second00 = (moved(1, 0) - 2 * middle + moved(-1, 0)) / (h * h);
  const double second11 = (moved(0, 1) - 2 * middle + moved(0, -1)) / (h * h);
  const double second01 = (moved(1, 1) - moved(1, -1) - moved(-1, 1) + moved(-1, -1)) / (4 * h * h);
  return at.drift[0] * first0 + at.drift[1] * first1 +
         0.5 * (at.diffusion(0, 0) * second00 + 2 * at.diffusion(0, 1) * second01 + at.diffusion(1, 1) * second11);
}

TEST(KernelDeviation, TheKernelIsTheGeneratorAppliedTwice) {
  const GeneratorPoint x = point(0.3, -0.5, 0.7, -1.1, 0.8, 0.3, 0.5), y = point(-0.4, 0.2, -0.2, 0.9, 0.6, -0.1, 1.1);
  const double s = 1.3;
  const auto twice = [&](double h) {
    return generator_by_differences(x, h, [&](const Eigen::VectorXd& u) {
      return generator_by_differences(
          y, h, [&](const Eigen::VectorXd& v) { return std::exp(-0.5 * (u - v).squaredNorm() / s); });
    });
  };
  const double expected = (4.0 * twice(0.01) - twice(0.02)) / 3.0;  // the error of order h² gone
  EXPECT_NEAR(generator_kernel(x, y, s), expected, 1e-6);
  EXPECT_NEAR(generator_kernel(x, y, s), generator_kernel(y, x, s), 1e-14);
}

/// Draws of the stationary law of the 2-cycle a = 1/2, b = -1 (covariance [11, -2; -2, 14]/24), as seen by a drift that
/// is pushed.
std::vector<GeneratorPoint> two_cycle(std::uint64_t seed, std::size_t count, double push) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<GeneratorPoint> points;
  for (std::size_t n = 0; n < count; ++n) {
    const double x0 = std::sqrt(11.0 / 24.0) * normal(random);
    const double x1 = -2.0 / 11.0 * x0 + std::sqrt(14.0 / 24.0 - 4.0 / (24.0 * 11.0)) * normal(random);
    points.push_back(point(x0, x1, -x0 + 0.5 * x1 + push, -x0 - x1, 1.0, 0.0, 1.0));
    points.back().trajectory = n;
  }
  return points;
}

// Under the law itself p-values are uniform: of 40, at most 3 below 0.01 (more: a false alarm in 6 of 10^4 cases).
TEST(KernelDeviation, IsNothingUnderTheLawItselfAndSeesAPush) {
  int rare = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed)
    rare += estimate_kernel_deviation(two_cycle(seed, 150, 0.0), seed).p_value < 0.01 ? 1 : 0;
  EXPECT_LE(rare, 3);
  const KernelDeviation pushed = estimate_kernel_deviation(two_cycle(1, 400, 0.5), 1);
  EXPECT_LT(pushed.p_value, 0.002);
  EXPECT_GT(pushed.value, 0.02);
  EXPECT_EQ(pushed.points, 400U);
}

TEST(KernelDeviation, DoesNotDependOnUnits) {
  auto points = two_cycle(7, 100, 0.3);
  const KernelDeviation plain = estimate_kernel_deviation(points, 5);
  for (auto& point : points) {
    const Eigen::VectorXd scale = pair(1000.0, 0.01);
    point.state = point.state.cwiseProduct(scale).eval();
    point.drift = point.drift.cwiseProduct(scale).eval();
    for (Eigen::Index i = 0; i < 2; ++i)
      for (Eigen::Index j = 0; j < 2; ++j) point.diffusion(i, j) *= scale[i] * scale[j];
  }
  const KernelDeviation scaled = estimate_kernel_deviation(points, 5);
  EXPECT_NEAR(scaled.value, plain.value, 1e-9 * std::fabs(plain.value));
  EXPECT_EQ(scaled.p_value, plain.p_value);
}

}  // namespace
}  // namespace dosde
