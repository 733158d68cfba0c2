// Where schemes are stable on dX = λ X dt + μ X dW, from their own formulas, against the formulas of textbooks.
// (Higham 2000, SIAM J. Numer. Anal. 38:753; Hairer & Wanner 1996, IV.)

#include "tests/engine/solvers/stability_region.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "engine/solvers/registry.hpp"

namespace dosde {
namespace {

constexpr double everywhere = std::numeric_limits<double>::infinity();

/// E R² at z = hλ, w = hμ².
using Factor = std::function<double(double z, double w)>;

double euler(double z, double w) { return (1.0 + z) * (1.0 + z) + w; }
double implicit_euler(double z, double w) { return (1.0 + w) / ((1.0 - z) * (1.0 - z)); }
double trapezoidal(double z, double w) {
  return ((1.0 + z / 2.0) * (1.0 + z / 2.0) + w) / ((1.0 - z / 2.0) * (1.0 - z / 2.0));
}
double milstein(double z, double w) { return euler(z, w) + w * w / 2.0; }
double exact(double z, double w) { return std::exp(2.0 * z + w); }
/// R = 1 + a + a²/2 + (1 + a) μ ξ + μ² ξ²/2 with the Stratonovich rate a = z - w/2.
double heun(double z, double w) {
  const double a = z - w / 2.0, still = 1.0 + a + a * a / 2.0 + w / 2.0;
  return still * still + (1.0 + a) * (1.0 + a) * w + w * w / 2.0;
}

TEST(StabilityRegion, FactorsAreThoseOfTextbooks) {
  const std::map<std::string, Factor> known = {{"euler_maruyama", euler},
                                               {"weak_euler", euler},
                                               {"implicit_euler_maruyama", implicit_euler},
                                               {"split_step_implicit", implicit_euler},
                                               {"trapezoidal_maruyama", trapezoidal},
                                               {"milstein", milstein},
                                               {"stochastic_heun", heun},
                                               {"log_euler", exact},
                                               {"positive_splitting", exact}};
  for (const auto& [name, factor] : known)
    for (const double z : {-0.25, -1.0, -1.9, -4.0})
      for (const double w : {0.1, 0.5, 2.0}) {
        const auto found = mean_square_factor(*find_scheme(name), z, w);
        ASSERT_TRUE(found) << name;
        EXPECT_NEAR(*found, factor(z, w), 1e-9 * (1.0 + factor(z, w))) << name << " at " << z << ", " << w;
      }
}

TEST(StabilityRegion, MeanSquareBoundariesAreThoseOfTextbooks) {
  const auto boundary = [](const char* name, double z) { return mean_square_boundary(*find_scheme(name), z).value(); };
  for (const double z : {-0.25, -1.0, -1.5}) {
    // |1 + hλ|² + hμ² < 1
    EXPECT_NEAR(boundary("euler_maruyama", z), 1.0 - (1.0 + z) * (1.0 + z), 1e-8);
    EXPECT_NEAR(boundary("milstein", z), std::sqrt(1.0 + 2.0 * (1.0 - (1.0 + z) * (1.0 + z))) - 1.0, 1e-8);
    EXPECT_NEAR(boundary("implicit_euler_maruyama", z), (1.0 - z) * (1.0 - z) - 1.0, 1e-8);
    // θ = 1/2 is stable exactly where the equation is: 2λ + μ² < 0.
    EXPECT_NEAR(boundary("trapezoidal_maruyama", z), -2.0 * z, 1e-8);
    EXPECT_NEAR(boundary("log_euler", z), -2.0 * z, 1e-8);
    EXPECT_NEAR(boundary("positive_splitting", z), -2.0 * z, 1e-8);
  }
  EXPECT_EQ(boundary("euler_maruyama", -2.5), 0.0);
}

TEST(StabilityRegion, DeterministicBoundariesAreThoseOfTextbooks) {
  struct Known {
    double real, imaginary;
  };
  const double third = 2.5127453266183286, root3 = std::sqrt(3.0);  // polynomials 1 + z + z²/2 + z³/6
  const std::map<std::string, Known> known = {
      {"euler_maruyama", {2.0, 0.0}},
      {"milstein", {2.0, 0.0}},
      {"stochastic_heun", {2.0, 0.0}},
      {"sra1", {2.0, 0.0}},
      {"sra3", {third, root3}},
      {"dri1", {third, root3}},
      {"w2ito1", {third, root3}},
      {"implicit_euler_maruyama", {everywhere, everywhere}},
      {"trapezoidal_maruyama", {everywhere, everywhere}},
      {"implicit_midpoint", {everywhere, everywhere}},
      {"split_step_implicit", {everywhere, everywhere}},
      {"exact_linear", {everywhere, everywhere}},
      {"rosenbrock4", {everywhere, everywhere}},
      {"baoab", {everywhere, 2.0}},  // velocity Verlet on an oscillator
  };
  for (const auto& [name, expected] : known) {
    const StabilityBoundary found = deterministic_boundary(*find_scheme(name));
    ASSERT_TRUE(found.real && found.imaginary) << name;
    if (std::isinf(expected.real))
      EXPECT_EQ(*found.real, expected.real) << name;
    else
      EXPECT_NEAR(*found.real, expected.real, 1e-6) << name;
    if (std::isinf(expected.imaginary))
      EXPECT_EQ(*found.imaginary, expected.imaginary) << name;
    else
      EXPECT_NEAR(*found.imaginary, expected.imaginary, 0.01) << name;  // |R| leaves 1 with a high power
  }
}

TEST(StabilityRegion, StationaryVariancesAreTheClosedForms) {
  const auto ratio = [](const char* scheme, double z) {
    return stationary_variance_ratio(*find_scheme(scheme), z).value();
  };
  for (const double z : {0.5, 3.5, 10.0}) {
    EXPECT_NEAR(ratio("trapezoidal_maruyama", -z), 1.0, 1e-9);
    EXPECT_NEAR(ratio("implicit_midpoint", -z), 1.0, 1e-9);
    EXPECT_NEAR(ratio("exact_linear", -z), 1.0, 1e-9);
    EXPECT_NEAR(ratio("implicit_euler_maruyama", -z), 1.0 / (1.0 + 0.5 * z), 1e-9);
    EXPECT_NEAR(ratio("split_step_implicit", -z), 2.0 * z / (1.0 - std::pow(1.0 + z, -2.0)), 1e-7);
  }
  EXPECT_NEAR(ratio("euler_maruyama", -0.5), 1.0 / (1.0 - 0.25), 1e-12);
  EXPECT_FALSE(stationary_variance_ratio(*find_scheme("euler_maruyama"), -10.0)) << "unstable";
  EXPECT_FALSE(stationary_variance_ratio(*find_scheme("dopri5"), -1.0)) << "serves no noise";
  EXPECT_NEAR(ratio("skencarp", -3.5), 118.4834, 1e-3);  // from its coefficients, by other means
  EXPECT_NEAR(ratio("skencarp", -10.0), 889.5050, 1e-3);
  // SRA1: x' = (1 - z + z²/2) x + (1 - z/2) ΔW - z H, with H of variance 1/12.
  const double z = 0.3, r = 1.0 - z + 0.5 * z * z;
  EXPECT_NEAR(ratio("sra1", -z), 2.0 * z * (std::pow(1.0 - 0.5 * z, 2) + z * z / 12.0) / (1.0 - r * r), 1e-12);
}

TEST(StabilityRegion, EverySchemeButTheTamedOneHasARegion) {
  for (const auto& scheme : scheme_registry()) {
    const StabilityBoundary found = deterministic_boundary(scheme);
    EXPECT_EQ(found.real.has_value(), scheme.name != "tamed_euler") << scheme.name;
    EXPECT_TRUE(!found.real || *found.real >= 1.0) << scheme.name;
  }
}

}  // namespace
}  // namespace dosde
