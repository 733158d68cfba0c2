// What the moments of the state say of observables, against closed forms.

#include "engine/analysis/moment_columns.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <set>

#include "tests/engine/analysis/moment_experiments.hpp"

namespace dosde {
namespace {

std::set<std::string> named(std::initializer_list<const char*> all) { return {all.begin(), all.end()}; }

TEST(MomentColumns, OfQuadraticsOfAGaussianLawAreExact) {
  // Isserlis: Var(xy) = m² P_yy + n² P_xx + 2 m n P_xy + P_xx P_yy + P_xy², Cov(x, xy) = n P_xx + m P_xy,
  // Var(x²) = 4 m² P_xx + 2 P_xx² and Cov(x², xy) = 2 m n P_xx + 2 m² P_xy + 2 P_xx P_xy.
  Experiment experiment = moment_loop();
  experiment.model.variables[1].initial = Law{"normal", {Expression(0.5), Expression(std::sqrt(0.75))}};
  experiment.scenarios.resize(2);
  experiment.scenarios[1].name = "policy";
  experiment.scenarios[1].interventions = {make_intervention("clamp", "x", {{"value", formula("1 - 3*y")}})};
  experiment.output.observables = {{"product", parse_expression("x*y")},
                                   {"square", parse_expression("x^2 + 2*t")},
                                   {"sum", parse_expression("x + y")}};
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::closed);
  EXPECT_TRUE(solved.moments().is_exact()) << solved.reason();
  EXPECT_EQ(solved.reason().find("not exact"), std::string::npos) << solved.reason();
  const LoopLaw start = {{1.0, 0.5}, 0.0, 0.0, 0.75};
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    const double t = solved.time(save);
    const LoopLaw law = loop_later(start, t);
    const double m = law.mean[0], n = law.mean[1], xx = law.xx, xy = law.xy, yy = law.yy;
    EXPECT_NEAR(solved.mean(0, save, 2), m * n + xy, moment_tolerance);
    EXPECT_NEAR(solved.mean(0, save, 3), m * m + xx + 2.0 * t, moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 2, 2), m * m * yy + n * n * xx + 2.0 * m * n * xy + xx * yy + xy * xy,
                10 * moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 3, 3), 4.0 * m * m * xx + 2.0 * xx * xx, 10 * moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 2, 3), 2.0 * m * n * xx + 2.0 * m * m * xy + 2.0 * xx * xy,
                10 * moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 0, 2), n * xx + m * xy, moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 4, 2), n * xx + m * xy + n * xy + m * yy, moment_tolerance);
    EXPECT_EQ(solved.covariance(0, save, 2, 3), solved.covariance(0, save, 3, 2));
    // Under the policy y - 1/2 is Gaussian with mean 0 and the variance v, and xy = y - 3y².
    const double v = 0.25 * std::expm1(4.0 * t) + 0.75 * std::exp(4.0 * t), scale = 1.0 + v * v;
    EXPECT_NEAR(solved.mean(1, save, 2), 0.5 - 3.0 * (0.25 + v), moment_tolerance * scale);
    EXPECT_NEAR(solved.covariance(1, save, 2, 2), 4.0 * v + 18.0 * v * v, 100 * moment_tolerance * scale);
  }
}

TEST(MomentColumns, OfQuadraticsHaveExactMeansWhateverTheLaw) {
  // Geometric Brownian motion: E[x²] = x0² e^{(2μ + σ²) t}, and x² is no function of a Gaussian.
  Experiment experiment =
      moment_experiment({make_variable("x", "0.3*x", {{"W", parse_expression("0.5*x")}}, Expression(2.0))}, 3.0, 30, 3);
  experiment.output.observables = {{"square", parse_expression("x^2")}, {"twice", parse_expression("2*x")}};
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::closed);
  EXPECT_EQ(solved.moments().of_gaussian_law, named({"square"}));
  EXPECT_TRUE(solved.moments().linearised.empty());
  EXPECT_FALSE(solved.moments().is_exact());
  EXPECT_NE(solved.reason().find("not exact: variance and covariances of the observable 'square', those of a Gaussian "
                                 "law with these moments"),
            std::string::npos)
      << solved.reason();
  EXPECT_NE(solved.reason().find("the noise of 'x' has the covariance rate"), std::string::npos) << solved.reason();
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    const double t = solved.time(save), m = 2.0 * std::exp(0.3 * t), p = m * m * std::expm1(0.25 * t);
    EXPECT_NEAR(solved.mean(0, save, 1), 4.0 * std::exp(0.85 * t), 10 * moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 1, 1), 4.0 * m * m * p + 2.0 * p * p, 1e3 * moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 0, 0), p, 10 * moment_tolerance);
    EXPECT_NEAR(solved.covariance(0, save, 2, 2), 4.0 * p, 40 * moment_tolerance);
  }
  Experiment uniform = moment_loop();  // of which y starts from a uniform law
  uniform.output.observables = {{"square", parse_expression("y^2")}};
  const SolvedMoments started(uniform);
  EXPECT_EQ(started.moments().of_gaussian_law, named({"square"}));
  EXPECT_NE(started.reason().find("'y' starts from another law"), std::string::npos) << started.reason();
  EXPECT_NEAR(started.mean(0, 0, 2), 1.0, 1e-14);  // of numbers from -1 to 2
}

TEST(MomentColumns, OfOneBentObservableAreLinearisedAndOfNoOther) {
  Experiment experiment = moment_loop();
  experiment.model.variables[1].initial = Expression(0.5);
  experiment.output.observables = {{"bent", parse_expression("exp(x)")},
                                   {"product", parse_expression("x*y")},
                                   {"kinked", parse_expression("abs(x)*y")}};
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::closed);
  EXPECT_EQ(solved.moments().linearised, named({"bent", "kinked"}));
  EXPECT_TRUE(solved.moments().of_gaussian_law.empty());
  EXPECT_NE(solved.reason().find("not exact: the observables 'bent' and 'kinked', by linearisation about the mean"),
            std::string::npos)
      << solved.reason();
  for (std::size_t save = 0; save < solved.saves(); ++save) {
    const double m = solved.mean(0, save, 0), n = solved.mean(0, save, 1), xx = solved.covariance(0, save, 0, 0),
                 xy = solved.covariance(0, save, 0, 1);
    expect_law(solved, 0, save, loop_later({{1.0, 0.5}, 0.0, 0.0, 0.0}, solved.time(save)));
    EXPECT_NEAR(solved.mean(0, save, 2), std::exp(m), 1e-12);
    EXPECT_NEAR(solved.covariance(0, save, 2, 2), std::exp(2.0 * m) * xx, 1e-12);
    EXPECT_NEAR(solved.mean(0, save, 3), m * n + xy, 1e-12);
    EXPECT_NEAR(solved.covariance(0, save, 2, 3), std::exp(m) * (n * xx + m * xy), 1e-12);
  }
}

TEST(MomentColumns, OfObservablesWithoutNoiseAreThePathWhateverTheyAre) {
  Experiment experiment = moment_experiment({make_variable("x", "-x", {}, Expression(1.0))}, 1.0, 10, 10);
  experiment.output.observables = {{"bent", parse_expression("exp(x)")}};
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::noise_free);
  EXPECT_TRUE(solved.moments().is_exact());
  EXPECT_NEAR(solved.mean(0, 1, 1), std::exp(std::exp(-1.0)), moment_tolerance);
  EXPECT_EQ(solved.covariance(0, 1, 1, 1), 0.0);
}

TEST(MomentColumns, OfQuadraticsAreLinearisedWithANonlinearModel) {
  // About the path the mean of x² lacks P, which is of the order of what the mean itself lacks.
  Experiment experiment = predator_prey(0.01);
  experiment.output.observables = {{"square", parse_expression("prey^2")}};
  const SolvedMoments solved(experiment);
  EXPECT_EQ(solved.form(), MomentForm::linear_noise);
  EXPECT_FALSE(solved.moments().is_exact());
  const double m = solved.mean(0, 1, 0);
  EXPECT_NEAR(solved.mean(0, 1, 2), m * m, 1e-12);
  EXPECT_NEAR(solved.covariance(0, 1, 2, 2), 4.0 * m * m * solved.covariance(0, 1, 0, 0), 1e-12);
}

}  // namespace
}  // namespace dosde
