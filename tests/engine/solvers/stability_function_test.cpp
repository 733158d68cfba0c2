#include "engine/solvers/stability_function.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/solvers/registry.hpp"
#include "tests/engine/solvers/stability_region.hpp"

namespace dosde {
namespace {

using Complex = std::complex<double>;

StabilityFunction function_of(const char* scheme) { return StabilityFunction::of(*find_scheme(scheme)).value(); }

TEST(StabilityFunction, IsThePolynomialOfAnExplicitScheme) {
  for (const Complex z : {Complex(-0.3, 0.8), Complex(-1.5, 2.0), Complex(0.2, 0.1)}) {
    EXPECT_NEAR(std::abs(function_of("euler_maruyama")(z) - (1.0 + z)), 0.0, 1e-14);
    for (const char* scheme : {"sra1", "sri2", "slow_rk", "platen"})
      EXPECT_NEAR(std::abs(function_of(scheme)(z) - (1.0 + z + 0.5 * z * z)), 0.0, 1e-13) << scheme;
    EXPECT_NEAR(std::abs(function_of("sra3")(z) - (1.0 + z + z * z / 2.0 + z * z * z / 6.0)), 0.0, 1e-13);
    EXPECT_NEAR(std::abs(function_of("trapezoidal_maruyama")(z) - (2.0 + z) / (2.0 - z)), 0.0, 1e-12);
  }
}

TEST(StabilityFunction, AgreesWithTheRegionOfEveryScheme) {
  int compared = 0;
  for (const auto& scheme : scheme_registry()) {
    const auto function = StabilityFunction::of(scheme);
    if (!function) continue;
    for (const double b : {0.3, 1.0, 2.5}) {
      const auto factor = rotation_factor(scheme, b);
      ASSERT_TRUE(factor) << scheme.name;
      EXPECT_NEAR(std::abs((*function)({0.0, b})), *factor, 1e-9) << scheme.name;
    }
    ++compared;
  }
  EXPECT_GE(compared, 20);
  EXPECT_FALSE(StabilityFunction::of(*find_scheme("tamed_euler"))) << "its step is not linear";
  EXPECT_FALSE(StabilityFunction::of(*find_scheme("exact_linear"))) << "made for numbers";
  EXPECT_FALSE(StabilityFunction::of(*find_scheme("baoab"))) << "these rows are no Langevin equation";
}

TEST(StabilityFunction, OfEulerEndsAtTwiceTheDampingOverTheSquareOfTheRate) {
  // |1 + hλ| = 1 at h = -2 Re λ / |λ|²; and log|1 + hλ| / h = share * Re λ a little below (1 - share) of it.
  const auto euler = function_of("euler_maruyama");
  for (const Complex rate : {Complex(-0.1, 10.0), Complex(-1e-4, 1.0), Complex(-3.0, 0.5), Complex(-2.0, 0.0)}) {
    const double limit = -2.0 * rate.real() / std::norm(rate);
    EXPECT_NEAR(euler.longest_step(rate, 10.0, 0.0) / limit, 1.0, 1e-6) << rate;
    EXPECT_NEAR(euler.growth(rate, limit), 0.0, 1e-9 * std::abs(rate)) << rate;
    EXPECT_EQ(euler.longest_step(rate, 0.5 * limit, 0.0), 0.5 * limit) << rate;
  }
  const Complex rate(-0.1, 10.0);
  EXPECT_NEAR(euler.growth(rate, 0.001), std::log(std::hypot(1.0 - 1e-4, 1e-2)) / 0.001, 1e-12);
  const double half = euler.longest_step(rate, 10.0, 0.5 * rate.real());
  EXPECT_NEAR(euler.growth(rate, half), -0.05, 1e-9);
  EXPECT_NEAR(half, 0.001, 1e-6);
}

TEST(StabilityFunction, IsTheRealLimitOnTheRealAxis) {
  EXPECT_NEAR(function_of("sosra").longest_step(-1.0, 100.0, 0.0),
              deterministic_boundary(*find_scheme("sosra")).real.value(), 1e-8);
  EXPECT_EQ(function_of("trapezoidal_maruyama").longest_step({-0.1, 10.0}, 100.0, 0.0), 100.0);  // no limit
}

}  // namespace
}  // namespace dosde
