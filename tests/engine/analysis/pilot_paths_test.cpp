#include "engine/analysis/pilot_paths.hpp"

#include <gtest/gtest.h>

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// The fastest rate on the pilots of dx = drift dt + σ dW, |W(1)| being about 1.
FastestRate fastest_rate(const char* drift, double sigma, double initial, double span) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", drift, {{"x", Expression(sigma), {}}}, Expression(initial))};
  experiment.time = {0.0, span / 64.0, 64};
  experiment.saves = save_every(experiment.time, 64);
  experiment.scheme = "euler_maruyama";
  experiment.scenarios = {Scenario{}};
  const CompiledRun run = compile_run(experiment);
  const Timeline& timeline = run.timelines[0];
  const MechanismSet& mechanisms = timeline.mechanism_sets[timeline.regimes[0].mechanisms];
  OscillationWatch watch(run);
  DriftField field(run, timeline, mechanisms, 0.0);
  return fastest_rate_on_pilot_paths(field, freeze_rows(run, timeline, mechanisms, 0.0), run.model, span, watch);
}

TEST(PilotPaths, MeetTheBranchesThatNoiseReaches) {
  const char* two_walls = "-2*x - where(x > 1, 100*(x - 1), 0) - where(x < -20, 1e4*(x + 20), 0)";
  const FastestRate noisy = fastest_rate(two_walls, 1.5, 0.0, 4.0);
  EXPECT_DOUBLE_EQ(noisy.rate, 102.0);
  EXPECT_GT(noisy.after, 0.1);  // a way of 1 at a speed of 1.5/√time
  EXPECT_LT(noisy.after, 4.0);
  const FastestRate still = fastest_rate(two_walls, 0.0, 0.0, 4.0);  // without noise there is no leaving
  EXPECT_DOUBLE_EQ(still.rate, 2.0);
  EXPECT_EQ(still.after, 0.0);
}

TEST(PilotPaths, EndWhereTheyExplode) { EXPECT_GT(fastest_rate("x + where(x > 1, x^9, 0)", 0.1, 0.5, 20.0).rate, 9.0); }

TEST(PilotPaths, GoOnWhereAJacobianIsNotFinite) {
  EXPECT_GT(fastest_rate("1 - sqrt(abs(x)) - 50*max(x - 0.5, 0)", 1.0, 0.0, 4.0).rate, 49.0);
}

}  // namespace
}  // namespace dosde
