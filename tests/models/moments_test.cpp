// Moment equations of zoo models: exact where a model is linear, and where it is not the small-noise limit of an
// ensemble.

#include <gtest/gtest.h>

#include <cmath>

#include "engine/analysis/moment_run.hpp"
#include "engine/ensemble/run.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

Experiment zoo_experiment(const std::string& rest) {
  return read_scenario_text("format = 1\n" + rest, "zoo.toml").experiment;
}

TEST(ZooMoments, OfTheLinearRingAreThoseOfItsStationaryLaw) {
  const MomentRun moments = compile_moments(zoo_experiment(R"(
[model]
use = "negative_ring_3"
[time]
stop = 40.0
step = 0.1
save_at = [40.0]
[solver]
scheme = "moments"
[[scenario]]
name = "observed"
[[scenario]]
name = "clamped"
[[scenario.intervention]]
kind = "clamp"
target = "x0"
value = 1.0
)"));
  EXPECT_EQ(moments.form, MomentForm::closed);
  const MomentSolution law = solve_moments(moments);
  // What the model's page says; the slowest rate is 0.6, so that e^-24 is left of the start.
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = 0; b < 3; ++b)
      EXPECT_NEAR(law.covariance[3 * a + b], a == b ? 35.0 / 54.0 : -5.0 / 27.0, 1e-9);
  EXPECT_NEAR(law.mean[3], 1.0, 1e-12);
  EXPECT_NEAR(law.mean[4], -0.8, 1e-9);
  EXPECT_NEAR(law.mean[5], 0.64, 1e-9);
  EXPECT_NEAR(law.covariance[9 + 4], 0.5, 1e-9);
  EXPECT_NEAR(law.covariance[9 + 5], -0.2, 1e-9);
  EXPECT_NEAR(law.covariance[9 + 8], 0.66, 1e-9);
}

TEST(ZooMoments, OfPredatorAndPreyAreTheSmallNoiseLimitOfAnEnsemble) {
  constexpr double sigma = 0.01, n = 4000.0;
  const std::string scenario = R"(
[model]
use = "predator_prey"
[model.parameters]
sigma_prey = 0.01
sigma_predator = 0.01
[time]
stop = 15.0
step = 0.005
save_every = 5.0
[ensemble]
trajectories = 4000
seed = 8
[output]
keep = ["mean", "variance"]
[[scenario]]
name = "observed"
[[scenario]]
name = "harvested"
[[scenario.intervention]]
kind = "shift"
target = "predator"
value = "-0.2*predator"
from = 2.0
until = 9.0
[solver]
)";
  const MomentRun moments = compile_moments(zoo_experiment(scenario + "scheme = \"moments\"\n"));
  EXPECT_EQ(moments.form, MomentForm::linear_noise);
  const MomentSolution law = solve_moments(moments);
  const Recording ensemble = simulate(zoo_experiment(scenario + "scheme = \"stochastic_heun\"\n"));
  ASSERT_EQ(law.mean.size(), ensemble.moments.size());
  for (std::size_t k = 0; k < law.mean.size(); ++k) {
    const double variance = law.covariance[2 * k + k % 2];
    // Four standard errors, and what the approximation leaves out: sigma^2 times curvatures and times of order 10 here.
    EXPECT_NEAR(ensemble.moments[k].mean, law.mean[k], 4.0 * std::sqrt(variance / n) + 10.0 * sigma * sigma);
    EXPECT_NEAR(ensemble.moments[k].sum_of_squares / (n - 1.0), variance,
                (4.0 * std::sqrt(2.0 / n) + 20.0 * sigma * sigma) * variance + 1e-25);
  }
}

}  // namespace
}  // namespace dosde
