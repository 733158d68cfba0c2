// The kernel against the plain sequential reference, bit for bit.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/ensemble/reference_match.hpp"

namespace dosde {
namespace {

TEST(Reference, ObservedLoopMatches) { expect_matches_reference(feedback_experiment(), 70); }

TEST(Reference, EveryInterventionMatches) {
  Experiment experiment = feedback_experiment();
  experiment.scenarios = many_scenarios();
  expect_matches_reference(experiment, 20);
}

TEST(Reference, StochasticHeunMatches) {
  Experiment experiment = feedback_experiment();
  experiment.scenarios = many_scenarios();
  experiment.scheme = "stochastic_heun";
  expect_matches_reference(experiment, 10);
}

TEST(Reference, MilsteinMatches) {
  Experiment experiment = feedback_experiment();
  experiment.model.variables[0].noise = {{"x", parse_expression("s*x")}};
  experiment.model.variables[1].noise = {{"y", parse_expression("0.5*cos(y)")}};
  experiment.scenarios = many_scenarios();
  experiment.scheme = "milstein";
  expect_matches_reference(experiment, 10);
}

TEST(Reference, StratonovichModelMatches) {
  Experiment experiment = feedback_experiment();
  experiment.model.calculus = Calculus::stratonovich;
  expect_matches_reference(experiment, 10);
}

TEST(Reference, IndependentWorldsMatch) {
  Experiment experiment = feedback_experiment();
  experiment.scenarios = many_scenarios();
  experiment.pairing = Pairing::independent;
  expect_matches_reference(experiment, 10);
}

TEST(Reference, StepsOfSeveralCellsMatch) {
  Experiment experiment = feedback_experiment();
  experiment.noise_cell = experiment.time.step / 3;
  expect_matches_reference(experiment, 10);
}

TEST(Reference, SplitStepsMatch) {
  for (const char* scheme : {"euler_maruyama", "stochastic_heun"}) {
    Experiment experiment = experiment_between_steps();
    experiment.scheme = scheme;
    expect_matches_reference(experiment, 10);
    experiment.noise_cell = experiment.time.step / 3;
    expect_matches_reference(experiment, 10);
    experiment.pairing = Pairing::independent;
    expect_matches_reference(experiment, 3);
  }
}

TEST(Reference, ObservablesAndSubsetsMatch) {
  Experiment experiment = feedback_experiment();
  experiment.output.variables = {VariableId{1}};
  experiment.output.observables = {{"radius", parse_expression("sqrt(x^2 + y^2) + t*b"), {}}};
  expect_matches_reference(experiment, 10);
}

/// What observables say of parameters is what the interventions in force make of them.
TEST(Reference, ObservablesSeeParametersThatInterventionsReplace) {
  Experiment experiment = feedback_experiment();
  experiment.output.variables = {VariableId{0}};
  experiment.output.observables = {{"b_now", parse_expression("b"), {}}, {"flux", parse_expression("b*x"), {}}};
  experiment.scenarios.resize(4);
  experiment.scenarios[1].name = "window";
  experiment.scenarios[1].interventions = {
      make_intervention("parameter", "b", {{"value", formula("-0.25")}}, {0.625, 1.5625, {}})};
  experiment.scenarios[2].name = "policy";
  experiment.scenarios[2].interventions = {
      make_intervention("parameter", "b", {{"value", formula("b*(1 + x)")}}, {1.25, {}, {}})};
  experiment.scenarios[3].name = "waits";
  Window waits;
  waits.when = parse_expression("x > 0.6");
  experiment.scenarios[3].interventions = {make_intervention("parameter", "b", {{"value", formula("7")}}, waits)};
  expect_matches_reference(experiment, 20);

  const Recording recording = simulate(experiment);
  int late = 0;
  for (std::size_t n = 0; n < 20; ++n) {
    bool is_open = false;
    for (std::size_t k = 0; k < experiment.saves.times.size(); ++k) {
      const double time = experiment.saves.times[k];
      const auto saved = [&](std::size_t scenario, std::size_t column) {
        return recording.state(scenario, n, k, column);
      };
      EXPECT_EQ(saved(0, 1), -1.0);
      EXPECT_EQ(saved(1, 1), time >= 0.625 && time < 1.5625 ? -0.25 : -1.0) << time;
      EXPECT_EQ(saved(2, 1), time >= 1.25 ? -1.0 * (1.0 + saved(2, 0)) : -1.0) << time;
      for (std::size_t scenario = 0; scenario < 4; ++scenario)
        EXPECT_EQ(saved(scenario, 2), saved(scenario, 1) * saved(scenario, 0));
      // Open for good from the moment on at which x passed 0.6: lanes of one block are in different regimes.
      EXPECT_TRUE(saved(3, 1) == 7.0 || (saved(3, 1) == -1.0 && !is_open));
      is_open = saved(3, 1) == 7.0;
      EXPECT_TRUE(is_open || saved(3, 0) <= 0.6);
    }
    late += is_open ? 0 : 1;
  }
  EXPECT_GT(late, 0);
  EXPECT_LT(late, 20);
}

TEST(Reference, ForcingTablesMatch) {
  Experiment experiment = feedback_experiment();
  experiment.model.inputs = {Table{"dose", {0.0, 0.5, 1.75}, {0.0, 1.5, -0.5}, Interpolation::linear}};
  experiment.model.variables[0].drift = parse_expression("-x + a*y + dose");
  expect_matches_reference(experiment, 10);
}

TEST(Reference, BoundsThatOneStepMeetsOftenMatch) {
  for (const char* scheme : {"euler_maruyama", "stochastic_heun"}) {
    Experiment experiment = feedback_experiment();
    experiment.model.variables[0].lower = parse_expression("0.3*a");
    experiment.model.variables[0].upper = parse_expression("0.31*a");
    experiment.model.variables[0].initial = parse_expression("0.305*a");
    experiment.scheme = scheme;
    expect_matches_reference(experiment, 20);
  }
}

TEST(Reference, ReflectingBoundsMatchAndAreCounted) {
  for (const char* scheme : {"euler_maruyama", "stochastic_heun"}) {
    Experiment experiment = feedback_experiment();
    experiment.model.variables[0].lower = Expression(0.0);
    experiment.model.variables[0].upper = parse_expression("2*a");
    experiment.model.variables[1].upper = Expression(0.75);
    experiment.scheme = scheme;
    expect_matches_reference(experiment, 100);
    const CompiledRun run = compile_run(experiment);
    SequentialReference reference(run);
    std::int64_t reflections = 0;
    for (std::int64_t n = 0; n < experiment.trajectories; ++n) {
      reference.integrate(0, n);
      reflections += reference.reflections();
    }
    EXPECT_EQ(simulate(experiment).reflections[0], reflections);
    EXPECT_GT(reflections, 100);
  }
}

TEST(Reference, MilsteinOnOneSharedSourceMatches) {
  Experiment experiment = feedback_experiment();
  experiment.model.variables[0].noise = {{"weather", parse_expression("s*x*y")}};
  experiment.model.variables[1].noise = {{"weather", parse_expression("0.5*cos(x)")}};
  experiment.scheme = "milstein";
  expect_matches_reference(experiment, 20);
}

TEST(Reference, DivergedTrajectoriesMatchToTheirEnd) {
  Experiment experiment = feedback_experiment();
  experiment.model.variables[0].drift = parse_expression("x^3 + a*y");
  experiment.model.variables[1].drift = parse_expression("log(1.5 - x) - y");
  expect_matches_reference(experiment, 100);
  std::size_t diverged = 0;
  for (const auto& end : simulate(experiment).ends) diverged += end.status == TrajectoryStatus::diverged ? 1 : 0;
  EXPECT_GT(diverged, 5u);
  EXPECT_LT(diverged, 100u);
}

}  // namespace
}  // namespace dosde
