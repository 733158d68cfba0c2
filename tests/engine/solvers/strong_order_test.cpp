// Strong orders of every scheme in the registry on every noise class that it claims, as regression slopes with
// bootstrap intervals.

#include "tests/engine/solvers/strong_order.hpp"

#include <gtest/gtest.h>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/solvers/registry.hpp"
#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/solvers/summed_areas.hpp"

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

/// Noise that does not commute, with drift, nowhere linear: there is no formula for the solution.
std::vector<Variable> tangled_variables() {
  return {make_variable("u", "-u + 0.5*v", {{"a", parse_expression("sin(v)")}, {"b", parse_expression("0.3*cos(u)")}},
                        Expression(1.0)),
          make_variable("v", "0.2*u", {{"a", parse_expression("0.5*cos(u)")}, {"b", parse_expression("u")}},
                        Expression(0.5))};
}

TEST(StrongOrder, SchemesWithLevyAreasReachOneOnNoiseThatDoesNotCommute) {
  const Scheme& sri2 = *find_scheme("sri2");
  const Scheme& srs2 = *find_scheme("srs2");
  for (const auto& [scheme, reference] : {std::pair(&sri2, &sri2), {&srs2, &srs2}, {&srs2, &sri2}}) {
    const Slope slope = slope_with_summed_areas(tangled_variables(), *scheme, *reference);
    EXPECT_NEAR(slope.value, 1.0, 4 * slope.standard_error + preasymptotic)
        << scheme->name << " against " << reference->name << ": ± " << slope.standard_error;
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
