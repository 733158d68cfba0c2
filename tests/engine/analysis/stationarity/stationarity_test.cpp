#include "engine/analysis/stationarity/stationarity.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/causal/structure.hpp"
#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// Trajectories of an Ornstein–Uhlenbeck process of rate 1 and noise 1, exact at unit times: x' = e⁻¹ x + noise.
WindowStates ou_states(std::size_t trajectories, std::size_t times, double start, std::uint64_t seed) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "-x", {{"x", Expression(1.0)}}, Expression(start))};
  experiment.time = {0.0, 0.01, static_cast<std::int64_t>(100 * (times - 1))};
  experiment.saves = save_every(experiment.time, 100);
  experiment.scheme = "exact_linear";
  experiment.trajectories = static_cast<std::int64_t>(trajectories);
  experiment.seed = seed;
  experiment.scenarios = {Scenario{}};
  const Recording recording = simulate(experiment);
  return {recording.states, trajectories, recording.shape.save_times, {"x"}};
}

StationarityEvidence examine(const WindowStates& window, const std::string& drift) {
  Model model;
  model.variables = {make_variable("x", drift, {{"x", Expression(1.0)}}, Expression(0.0))};
  const Timeline timeline = build_timeline(model, {}, {0.0, 1.0, 10});
  return examine_stationarity(
      {0.0, 10.0, model, with_values(timeline.mechanism_sets.front(), uniform_parameters(model))}, window, 1);
}

/// The window without its first times.
WindowStates later(const WindowStates& window, std::size_t first) {
  WindowStates rest{
      {}, window.trajectories, {window.times.begin() + static_cast<std::ptrdiff_t>(first), window.times.end()}, {"x"}};
  for (std::size_t n = 0; n < window.trajectories; ++n)
    rest.values.insert(rest.values.end(),
                       window.values.begin() + static_cast<std::ptrdiff_t>(n * window.times.size() + first),
                       window.values.begin() + static_cast<std::ptrdiff_t>((n + 1) * window.times.size()));
  return rest;
}

// k = 4.5 standard errors: a false alarm in 7 of 10^6 for each of the numbers.
TEST(Stationarity, OfAStationaryProcess) {
  const WindowStates window = later(ou_states(200, 220, 0.0, 3), 20);
  const StationarityEvidence evidence = examine(window, "-x");
  const ColumnEvidence& x = evidence.columns.at(0);
  EXPECT_EQ(x.exact_mean, 0.0);
  EXPECT_DOUBLE_EQ(x.exact_variance.value(), 0.5);
  EXPECT_LT(std::fabs(x.mean), 4.5 * x.mixing.mean_error);
  EXPECT_LT(std::fabs(x.variance - 0.5), 4.5 * x.variance_error);
  EXPECT_LT(x.mixing.rhat, 1.01);
  // Draws at unit times have the autocorrelation e⁻¹: worth (1 - e⁻¹)/(1 + e⁻¹) = 0.46 of independent ones; halves of
  // 100 draws are a little short for Geyer's sequence, which makes it more.
  EXPECT_NEAR(x.mixing.ess_bulk / 40000.0, 0.46, 0.05);
  ASSERT_EQ(evidence.identities.size(), 2U);
  for (const auto& identity : evidence.identities) EXPECT_LT(std::fabs(identity.z()), 4.5) << identity.name;
  EXPECT_GT(evidence.kernel.value().p_value, 1e-3);
}

TEST(Stationarity, SeesAWrongLawAndABurnInThatIsTooShort) {
  const WindowStates window = later(ou_states(200, 60, 0.0, 3), 20);
  const StationarityEvidence pushed = examine(window, "0.5 - x");
  EXPECT_GT(std::fabs(pushed.identities[0].z()), 10.0);
  EXPECT_LT(pushed.kernel.value().p_value, 0.002);
  const StationarityEvidence early = examine(ou_states(200, 6, 5.0, 4), "-x");
  EXPECT_GT(early.columns[0].mixing.rhat, 1.1);
  EXPECT_LT(early.identities[0].z(), -10.0);
}

TEST(Stationarity, SaysWhyItCannotLook) {
  WindowStates window = later(ou_states(20, 30, 0.0, 3), 10);
  window.columns = {"square"};
  EXPECT_EQ(examine(window, "-x").objection, "the variable 'x' is not saved");
  window.columns = {"x"};
  EXPECT_NE(examine(window, "-x + x^3").exact_objection.find("affine"), std::string::npos);
}

TEST(Stationarity, StepsAreComparedTrajectoryByTrajectory) {
  WindowStates coarse = ou_states(50, 20, 0.0, 5), fine = coarse;
  for (double& value : coarse.values) value = 1.1 * value + 0.25;
  const StepBias bias = compare_steps(coarse, fine).at(0);
  const ColumnEvidence x = examine(fine, "-x").columns.at(0);
  EXPECT_NEAR(bias.mean, 0.25 + 0.1 * x.mean, 1e-12);
  EXPECT_NEAR(bias.variance, 0.21 * x.variance * (1.0 - 1.0 / 1000.0), 1e-12);
  EXPECT_GT(bias.mean_error, 0.0);
  EXPECT_EQ(compare_steps(fine, fine).at(0).mean_error, 0.0);
}

}  // namespace
}  // namespace dosde
