// Strong orders of every scheme in the registry on every noise class that it claims, as regression slopes with
// bootstrap intervals.

#include "tests/engine/solvers/strong_order.hpp"

#include <gtest/gtest.h>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/solvers/registry.hpp"

namespace dosde {
namespace {

/// How far from the asymptotic slope steps of 2^-4 to 2^-8 may be: the next order's term is at most 2^-4 of the leading
/// one here, log2(1 + 2^-4) = 0.09 over four halvings; rounded up.
constexpr double preasymptotic = 0.1;

TEST(StrongOrder, EverySchemeReachesItsOrderOnEveryClassItServes) {
  // Lower bounds at 4 standard errors: false alarms 3e-5 each.
  for (const auto& scheme : scheme_registry()) {
    for (const auto& order : scheme.orders) {
      if (order.strong == 0.0) continue;
      for (const auto& problem : problems_of(order.noise_class)) {
        if (!serves(scheme, problem)) continue;
        const Slope slope = strong_slope(problem, scheme.name);
        EXPECT_GT(slope.value + 4 * slope.standard_error + preasymptotic, order.strong)
            << scheme.name << " on " << to_string(order.noise_class) << " noise, " << problem.name << ": slope "
            << slope.value << " ± " << slope.standard_error;
        RecordProperty((scheme.name + " " + problem.name).c_str(), std::to_string(slope.value));
      }
    }
  }
}

TEST(StrongOrder, EulerMaruyamaIsNoBetterThanOneHalfOnMultiplicativeNoise) {
  // The test can fail: it tells order ½ from order 1.
  for (const auto noise_class : {NoiseClass::scalar, NoiseClass::diagonal, NoiseClass::general}) {
    const Slope slope = strong_slope(problems_of(noise_class).front(), "euler_maruyama");
    EXPECT_LT(slope.value - 4 * slope.standard_error, 0.5 + preasymptotic) << to_string(noise_class);
  }
}

TEST(StrongOrder, TheProblemsAreOfTheirClass) {
  for (const auto& problem : path_problems()) {
    Experiment experiment = make_order_experiment(problem, "auto", 4);
    EXPECT_EQ(to_string(compile_run(experiment).noise_class.noise_class), to_string(problem.noise_class))
        << problem.name;
  }
}

}  // namespace
}  // namespace dosde
