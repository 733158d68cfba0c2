#include "engine/analysis/stiffness.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

StiffnessReport examine(const Experiment& experiment, std::size_t regime = 0) {
  const CompiledRun run = compile_run(experiment);
  const Timeline& timeline = run.timelines.front();
  const Regime& examined = timeline.regimes.at(regime);
  return examine_stiffness(run, timeline, timeline.mechanism_sets.at(examined.mechanisms),
                           run.experiment.time.time(examined.first_tick));
}

std::vector<NoiseTerm> unit_noise(const std::string& source) { return {{source, Expression(1.0)}}; }

TEST(Stiffness, OfALinearLoopIsThatOfItsMatrix) {
  // Jacobian [[-1, 1/2], [-1, -1]]: eigenvalues -1 ± i sqrt(1/2).
  const StiffnessReport report =
      examine(experiment_of({make_variable("x", "-x + 0.5*y", unit_noise("x"), Expression(1.0)),
                             make_variable("y", "-x - y", unit_noise("y"), Expression(0.0))}));
  EXPECT_NEAR(report.fastest_rate, std::sqrt(1.5), 1e-12);
  EXPECT_NEAR(report.slowest_rate, 1.0, 1e-12);
  EXPECT_NEAR(report.step_times_rate, 0.0625 * std::sqrt(1.5), 1e-12);
  EXPECT_NEAR(report.spectral_abscissa, -1.0, 1e-12);
  ASSERT_TRUE(report.has_equilibrium);
  EXPECT_NEAR(report.equilibrium[0], 0.0, 1e-9);
  EXPECT_NEAR(report.equilibrium[1], 0.0, 1e-9);
}

TEST(Stiffness, FollowsThePathToTheWellThatItFallsInto) {
  // x - x^3 from 0.1: the well at 1, where the slope is 1 - 3.
  const StiffnessReport report =
      examine(experiment_of({make_variable("x", "x - x^3", unit_noise("x"), Expression(0.1))}));
  ASSERT_TRUE(report.has_equilibrium);
  EXPECT_NEAR(report.equilibrium[0], 1.0, 1e-9);
  EXPECT_NEAR(report.spectral_abscissa, -2.0, 1e-6);
}

TEST(Stiffness, SaysZeroOfWhatRoundingLeaves) {
  // The path from (1, 1) ends at (e^-40, e^-20), where the search begins.
  const StiffnessReport report = examine(experiment_of(
      {make_variable("x", "-2*x - x^3", {}, Expression(1.0)), make_variable("y", "-y - y^3", {}, Expression(1.0))}));
  ASSERT_TRUE(report.has_equilibrium);
  EXPECT_EQ(report.equilibrium, (std::vector<double>{0.0, 0.0}));
  // Small units stay: 1e-20 of a variable that is never larger.
  const StiffnessReport small = examine(experiment_of(
      {make_variable("x", "1e-20 - x", {}, Expression(0.0)), make_variable("y", "1 - y", {}, Expression(0.0))}));
  EXPECT_NEAR(small.equilibrium[0], 1e-20, 1e-26);
}

TEST(Stiffness, SeesThatAClampMakesALoopUnstable) {
  // x and y drive each other up, z is the brake. Characteristic polynomial, free: (l + 1)((l + 1)^2 - 4 + 8), real
  // parts -1; with the brake held: (l + 1)^2 - 4, so l = 1.
  Experiment experiment = experiment_of({make_variable("x", "-x + 2*y - 4*z", unit_noise("x"), Expression(0.0)),
                                         make_variable("y", "2*x - y", unit_noise("y"), Expression(0.0)),
                                         make_variable("z", "2*x - z", unit_noise("z"), Expression(0.0))});
  EXPECT_NEAR(examine(experiment).spectral_abscissa, -1.0, 1e-9);
  experiment.scenarios[0].interventions = {make_intervention("clamp", "z", {{"value", formula("0")}})};
  const StiffnessReport clamped = examine(experiment);
  EXPECT_EQ(clamped.equilibrium.size(), 2U);
  EXPECT_NEAR(clamped.spectral_abscissa, 1.0, 1e-9);
}

TEST(Stiffness, OfAFullyClampedModelIsNone) {
  Experiment experiment = experiment_of({make_variable("x", "-x", unit_noise("x"), Expression(1.0))});
  experiment.scenarios[0].interventions = {make_intervention("clamp", "x", {{"value", formula("2")}})};
  const StiffnessReport report = examine(experiment);
  EXPECT_FALSE(report.has_equilibrium);
  EXPECT_EQ(report.fastest_rate, 0.0);
}

TEST(Stiffness, LooksAtARegimeWhenItBegins) {
  // Unstable from t = 10 on; the second regime begins at 12.
  Experiment experiment = experiment_of({make_variable("x", "where(t < 10, -x, x)", {}, Expression(0.0))});
  experiment.scenarios[0].interventions = {
      make_intervention("shift", "x", {{"value", formula("0.1")}}, {12.0, {}, {}})};
  EXPECT_EQ(examine(experiment, 0).stability, Stability::stable);
  const StiffnessReport later = examine(experiment, 1);
  EXPECT_EQ(later.stability, Stability::unstable);
  EXPECT_EQ(later.time, 12.0);
  EXPECT_TRUE(later.is_frozen);
}

TEST(Stiffness, AConservedQuantityIsNeutralAndConserved) {
  // a + b = 1 stays; at the equilibrium a = 2 b. The rates differ, so that least squares alone would move the sum.
  const StiffnessReport report = examine(experiment_of(
      {make_variable("a", "-a + 2*b", {}, Expression(1.0)), make_variable("b", "a - 2*b", {}, Expression(0.0))}));
  ASSERT_TRUE(report.has_equilibrium);
  EXPECT_EQ(report.stability, Stability::neutral);
  EXPECT_NEAR(report.equilibrium[0], 2.0 / 3.0, 1e-9);
  EXPECT_NEAR(report.equilibrium[1], 1.0 / 3.0, 1e-9);
  EXPECT_FALSE(report.is_frozen);
}

TEST(Stiffness, EigenvaluesOfABlockStructureAreThoseOfItsBlocks) {
  // A loop (eigenvalues -1 ± i sqrt(1/2)) that drives a row with rate -3.
  const StiffnessReport report = examine(experiment_of({make_variable("z", "-3*z + x + y", {}, Expression(1.0)),
                                                        make_variable("x", "-x + 0.5*y", {}, Expression(1.0)),
                                                        make_variable("y", "-x - y", {}, Expression(0.0))}));
  EXPECT_NEAR(report.fastest_rate, 3.0, 1e-12);
  EXPECT_NEAR(report.slowest_rate, 1.0, 1e-12);
  EXPECT_NEAR(report.spectral_abscissa, -1.0, 1e-12);
  EXPECT_EQ(report.stability, Stability::stable);
}

}  // namespace
}  // namespace dosde
