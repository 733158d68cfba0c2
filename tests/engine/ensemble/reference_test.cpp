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

TEST(Reference, ForcingTablesMatch) {
  Experiment experiment = feedback_experiment();
  experiment.model.inputs = {Table{"dose", {0.0, 0.5, 1.75}, {0.0, 1.5, -0.5}, Interpolation::linear}};
  experiment.model.variables[0].drift = parse_expression("-x + a*y + dose");
  expect_matches_reference(experiment, 10);
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
