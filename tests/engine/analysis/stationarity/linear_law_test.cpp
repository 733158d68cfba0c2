#include "engine/analysis/stationarity/linear_law.hpp"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>

#include "engine/causal/structure.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

StationaryMoments moments_of(std::vector<Variable> variables, const std::vector<Intervention>& interventions = {}) {
  Experiment experiment = experiment_of(std::move(variables));
  experiment.scenarios[0].interventions = interventions;
  const CompiledRun run = compile_run(experiment);
  const Timeline& timeline = run.timelines.front();
  return solve_stationary_moments(run.model,
                                  with_values(timeline.mechanism_sets.front(), uniform_parameters(run.model)));
}

std::vector<Variable> two_cycle() {
  return {make_variable("x1", "-x1 + 0.5*x2", noise("x1", "1"), Expression(0.0)),
          make_variable("x2", "-x1 - x2", noise("x2", "1"), Expression(0.0))};
}

// S12 = (a + b)/(4(1 - ab)), S11 = 1/2 + a S12, S22 = 1/2 + b S12 with a = 1/2, b = -1.
TEST(LinearLaw, OfATwoCycle) {
  const StationaryMoments law = moments_of(two_cycle());
  ASSERT_EQ(law.objection, "");
  EXPECT_NEAR(law.covariance(0, 0), 0.5 - 0.5 / 12.0, 1e-12);
  EXPECT_NEAR(law.covariance(0, 1), -1.0 / 12.0, 1e-12);
  EXPECT_NEAR(law.covariance(1, 1), 0.5 + 1.0 / 12.0, 1e-12);
  EXPECT_LT(law.mean.norm(), 1e-12);
}

TEST(LinearLaw, UnderAClampAndAPolicy) {
  StationaryMoments law = moments_of(two_cycle(), {make_intervention("clamp", "x1", {{"value", formula("2")}})});
  EXPECT_NEAR(law.mean[0], 2.0, 1e-12);
  EXPECT_NEAR(law.mean[1], -2.0, 1e-12);
  EXPECT_NEAR(law.covariance(1, 1), 0.5, 1e-12);
  EXPECT_EQ(law.covariance(0, 0), 0.0);
  // x1 held at 1 + 2 x2: dx2 = -1 - 3 x2.
  law = moments_of(two_cycle(), {make_intervention("clamp", "x1", {{"value", formula("1 + 2*x2")}})});
  EXPECT_NEAR(law.mean[1], -1.0 / 3.0, 1e-12);
  EXPECT_NEAR(law.covariance(1, 1), 1.0 / 6.0, 1e-12);
  EXPECT_NEAR(law.covariance(0, 0), 4.0 / 6.0, 1e-12);
  EXPECT_NEAR(law.covariance(0, 1), 2.0 / 6.0, 1e-12);
}

// Square-root noise: mean 0.8, variance xi² theta/(2 kappa). Noise in proportion: dx = a(1 - x) dt + s x dW has
// E x² = 2a/(2a - s²).
TEST(LinearLaw, OfNoiseThatDependsOnTheState) {
  const StationaryMoments root =
      moments_of({make_variable("x", "1.2*(0.8 - x)", noise("x", "0.5*sqrt(x)"), Expression(2.0))});
  ASSERT_EQ(root.objection, "");
  EXPECT_NEAR(root.mean[0], 0.8, 1e-12);
  EXPECT_NEAR(root.covariance(0, 0), 0.25 * 0.8 / 2.4, 1e-12);
  const StationaryMoments linear = moments_of({make_variable("x", "1 - x", noise("x", "0.5*x"), Expression(2.0))});
  EXPECT_NEAR(linear.covariance(0, 0), 2.0 / 1.75 - 1.0, 1e-12);
  EXPECT_NE(moments_of({make_variable("x", "1 - x", noise("x", "1.5*x"), Expression(2.0))}).objection.find("grow"),
            std::string::npos);
}

TEST(LinearLaw, SaysWhyThereIsNone) {
  const auto why = [](const std::string& drift) {
    return moments_of({make_variable("x", drift, noise("x", "1"), Expression(0.0))}).objection;
  };
  EXPECT_NE(why("x").find("not stable"), std::string::npos);
  EXPECT_NE(why("x - x^3").find("affine"), std::string::npos);
  EXPECT_NE(why("sin(t) - x").find("time"), std::string::npos);
}

TEST(LinearLaw, LyapunovsEquationIsSolvedForAnySize) {
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(40, 40), q = a;
  for (Eigen::Index i = 0; i < 40; ++i) {
    a(i, i) = -1.0 - 0.1 * static_cast<double>(i);
    q(i, i) = 1.0 + static_cast<double>(i % 3);
    a(i, (i + 1) % 40) = 0.7;
    a(i, (i + 5) % 40) = -0.6;
    q(i, 39 - i) += 0.5;
  }
  q = (q + q.transpose()).eval();
  const Eigen::MatrixXd x = solve_lyapunov(a, q);
  EXPECT_LT((a * x + x * a.transpose() + q).norm(), 1e-11);
}

}  // namespace
}  // namespace dosde
