#include "engine/analysis/stability/stability.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

Experiment linear_pair(double a11, double a12, double a21, double a22) {
  const auto text = [](double x, double y) {
    return "(" + std::to_string(x) + ")*x1 + (" + std::to_string(y) + ")*x2";
  };
  return experiment_of({make_variable("x1", text(a11, a12), noise("x1", "1"), Expression(0.5)),
                        make_variable("x2", text(a21, a22), noise("x2", "1"), Expression(-0.5))});
}

StabilityReport examine(const Experiment& experiment, std::int64_t starts = 100) {
  return examine_stability(compile_run(experiment), starts).at(0);
}

Experiment clamped(Experiment experiment, const std::string& variable) {
  experiment.scenarios[0].interventions = {make_intervention("clamp", variable, {{"value", formula("1")}})};
  return experiment;
}

TEST(Stability, OfALinearPairIsThatOfItsMatrix) {
  // [[-1, 1/2], [-1, -1]]: eigenvalues -1 ± i sqrt(1/2), one equilibrium, which every start finds.
  const StabilityReport report = examine(linear_pair(-1.0, 0.5, -1.0, -1.0));
  ASSERT_EQ(report.equilibria.size(), 1U);
  const EquilibriumReport& origin = report.equilibria[0];
  EXPECT_EQ(origin.starts, 100);
  EXPECT_EQ(report.failed, 0);
  EXPECT_LT(std::abs(origin.point[0]) + std::abs(origin.point[1]), 1e-12);
  EXPECT_NEAR(origin.spectral_abscissa, -1.0, 1e-12);
  EXPECT_NEAR(origin.fastest_rate, std::sqrt(1.5), 1e-12);
  EXPECT_NEAR(origin.step_times_rate, 0.0625 * std::sqrt(1.5), 1e-12);
  EXPECT_EQ(origin.stability, Stability::stable);
  EXPECT_FALSE(origin.second_moment_abscissa.has_value());
  EXPECT_FALSE(origin.is_noise_free);
}

// A = [[1/2, -2], [2, -3/2]]: trace -1, determinant 3.25, stable. With x2 held x1 alone has the rate 1/2. With x1 held
// x2 has -3/2.
TEST(Stability, AClampCanDestroyIt) {
  const Experiment free = linear_pair(0.5, -2.0, 2.0, -1.5);
  EXPECT_NEAR(examine(free).equilibria.at(0).spectral_abscissa, -0.5, 1e-12);
  const StabilityReport held = examine(clamped(free, "x2"));
  EXPECT_EQ(held.variables, std::vector<std::string>{"x1"});
  EXPECT_NEAR(held.equilibria.at(0).spectral_abscissa, 0.5, 1e-12);
  EXPECT_NEAR(held.equilibria.at(0).point.at(0), 4.0, 1e-12);
  EXPECT_EQ(held.equilibria.at(0).stability, Stability::unstable);
  EXPECT_NEAR(examine(clamped(free, "x1")).equilibria.at(0).spectral_abscissa, -1.5, 1e-12);
}

// A 2-cycle with ab = 4 > 1: eigenvalues -1 ± 2. Either held, the other is stable.
TEST(Stability, AClampCanMakeIt) {
  const Experiment free = linear_pair(-1.0, 2.0, 2.0, -1.0);
  EXPECT_NEAR(examine(free).equilibria.at(0).spectral_abscissa, 1.0, 1e-12);
  EXPECT_EQ(examine(clamped(free, "x1")).equilibria.at(0).stability, Stability::stable);
}

// Geometric Brownian motion is stable in mean square where 2 mu + sigma² < 0: noise can undo what the drift damps.
TEST(Stability, OfGeometricBrownianMotionIsTheSumOfDriftAndNoise) {
  for (const double sigma : {0.8, 1.2}) {
    const StabilityReport report = examine(
        experiment_of({make_variable("x", "-0.5*x", noise("x", std::to_string(sigma) + "*x"), Expression(1.0))}));
    const EquilibriumReport& origin = report.equilibria.at(0);
    EXPECT_TRUE(report.has_state_noise);
    EXPECT_TRUE(origin.is_noise_free);
    EXPECT_NEAR(origin.spectral_abscissa, -0.5, 1e-12);
    EXPECT_NEAR(origin.second_moment_abscissa.value(), -1.0 + sigma * sigma, 1e-12);
    EXPECT_EQ(origin.mean_square, sigma < 1.0 ? Stability::stable : Stability::unstable);
  }
}

// dx = (x - x³) dt + …: -1 and 1 with slope -2, 0 with slope 1.
TEST(Stability, OfADoubleWellHasThreeEquilibria) {
  const StabilityReport report =
      examine(experiment_of({make_variable("x", "x - x^3", noise("x", "0.7"), Expression(0.1))}), 200);
  ASSERT_EQ(report.equilibria.size(), 3U);
  const std::vector<double> points = {-1.0, 0.0, 1.0}, slopes = {-2.0, 1.0, -2.0};
  std::int64_t starts = report.failed;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(report.equilibria[i].point[0], points[i], 1e-9);
    EXPECT_NEAR(report.equilibria[i].spectral_abscissa, slopes[i], 1e-8);
    EXPECT_LT(report.equilibria[i].residual, 1e-9);
    EXPECT_GT(report.equilibria[i].starts, 5);
    starts += report.equilibria[i].starts;
  }
  EXPECT_EQ(starts, 200);
}

TEST(Stability, SearchesAreAFunctionOfTheSeed) {
  Experiment experiment = experiment_of({make_variable("x", "sin(x)", noise("x", "1"), Expression(0.1))});
  const auto points = [&] {
    std::vector<std::vector<double>> all;
    for (const auto& equilibrium : examine(experiment, 20).equilibria) all.push_back(equilibrium.point);
    return all;
  };
  const auto first = points();
  EXPECT_EQ(points(), first);
  experiment.seed = 43;
  EXPECT_NE(points(), first);
}

TEST(Stability, StartsThatFindNothingAndWhatIsOutsideOfTheBoundsAreCounted) {
  const StabilityReport none =
      examine(experiment_of({make_variable("x", "1 + x^2", noise("x", "1"), Expression(0.0))}), 50);
  EXPECT_TRUE(none.equilibria.empty());
  EXPECT_EQ(none.failed, 50);
  Experiment bounded = experiment_of({make_variable("x", "x - x^3", noise("x", "1"), Expression(0.5))});
  bounded.model.variables[0].lower = Expression(0.25);
  const StabilityReport report = examine(bounded, 100);
  ASSERT_EQ(report.equilibria.size(), 1U);
  EXPECT_NEAR(report.equilibria[0].point[0], 1.0, 1e-9);
  EXPECT_EQ(report.equilibria[0].starts + report.outside + report.failed, 100);
  EXPECT_GT(report.outside, 0);
}

TEST(Stability, OfALineOfEquilibriaIsNeutralAndCutShort) {
  const StabilityReport report = examine(experiment_of({make_variable("a", "-a + b", {}, Expression(1.0)),
                                                        make_variable("b", "a - b", {}, Expression(0.0))}),
                                         100);
  EXPECT_EQ(report.equilibria.size(), 32U);
  EXPECT_GT(report.further, 0);
  for (const auto& equilibrium : report.equilibria) EXPECT_EQ(equilibrium.stability, Stability::neutral);
}

TEST(Stability, EveryRegimeOfEveryScenarioHasItsOwn) {
  Experiment experiment = linear_pair(0.5, -2.0, 2.0, -1.5);
  experiment.scenarios.push_back(
      {"held", "", {make_intervention("clamp", "x2", {{"value", formula("0")}}, {5.0, 10.0, {}})}});
  const auto reports = examine_stability(compile_run(experiment), 5);
  ASSERT_EQ(reports.size(), 3U);  // after the release the first regime's mechanisms are back
  EXPECT_EQ(reports[0].scenario, "observed");
  EXPECT_EQ(reports[2].scenario, "held");
  EXPECT_EQ(reports[2].start, 5.0);
  EXPECT_EQ(reports[2].equilibria.at(0).stability, Stability::unstable);
}

}  // namespace
}  // namespace dosde
