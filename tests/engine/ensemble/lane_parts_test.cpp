// Steps that are parts of a noise cell: one path, whatever the step, and however it is cut.

#include "engine/ensemble/lane_parts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "engine/core/error.hpp"
#include "engine/ensemble/replayed_noise.hpp"
#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/ensemble/reference_match.hpp"

namespace dosde {
namespace {

constexpr double cell_length = 0.25;

/// dx = y dt, dy = dW: with SRA1 x is the integral of the path exactly, from its areas. Over ten cells, `steps` of
/// each; every step is saved.
Experiment path_experiment(std::int64_t steps) {
  Experiment experiment = feedback_experiment();
  experiment.model.variables = {make_variable("x", "y", {}, Expression(0.0)),
                                make_variable("y", "0", {{"y", Expression(1.0)}}, Expression(0.0))};
  experiment.model.parameters.clear();
  experiment.scheme = "sra1";
  experiment.time = {0.0, cell_length / static_cast<double>(steps), 10 * steps};
  experiment.noise_cell = cell_length;
  experiment.saves = save_every(experiment.time, 1);
  return experiment;
}

/// How far two ways to a place differ: by the rounding of sums; where the place is none of the tree's, by that of the
/// place as well: 2e-15 of a cell, at the latest times, is 2e-9 of a leaf, and a path of the size 5e-4 in it moves by
/// some 1e-12.
constexpr double rounding = 2e-13;
constexpr double rounding_in_leaves = 1e-11;

void expect_one_path(const Recording& a, const Recording& b, double tolerance) {
  ASSERT_EQ(a.shape.save_times.size(), b.shape.save_times.size());
  for (std::size_t n = 0; n < 100; ++n)
    for (std::size_t time = 0; time < a.shape.save_times.size(); ++time)
      for (std::size_t column = 0; column < 2; ++column)
        ASSERT_NEAR(a.state(0, n, time, column), b.state(0, n, time, column), tolerance)
            << n << ", " << a.shape.save_times[time] << ", " << column;
}

/// A step of a part of a cell sees what pieces of a step of the whole cell see, the path and its integral.
TEST(LaneParts, HaveThePathThatPiecesHave) {
  for (const std::int64_t steps : {2, 3, 5, 16, 64, 100, 256}) {
    const Experiment fine = path_experiment(steps);
    Experiment coarse = path_experiment(1);
    coarse.saves = fine.saves;
    SCOPED_TRACE(steps);
    const bool has_nodes = is_power_of_two(steps);
    expect_one_path(simulate(fine), simulate(coarse), has_nodes ? rounding : rounding_in_leaves);
  }
}

/// A part that is cut itself: pieces of steps inside a long cell, at any times.
TEST(LaneParts, InPiecesHaveThatPathToo) {
  const std::vector<double> times = {0.01, 0.0625, 0.1, 0.11, 0.3, 0.334, 0.75, 1.0 / 3.0 + 1.0, 2.2, 2.4999, 2.5};
  Experiment coarse = path_experiment(1);
  coarse.saves.times = times;
  const Recording expected = simulate(coarse);
  for (const std::int64_t steps : {2, 3, 5, 16}) {
    Experiment fine = path_experiment(steps);
    fine.saves.times = times;
    SCOPED_TRACE(steps);
    expect_one_path(simulate(fine), expected, rounding_in_leaves);
  }
}

/// The steps that a trajectory chooses are nodes of the same tree. With errors that are nought they go to the cell.
TEST(LaneParts, AdaptiveStepsHaveThatPathToo) {
  Experiment fine = path_experiment(8);
  Experiment adaptive = path_experiment(1);
  adaptive.saves = fine.saves;
  adaptive.step_control = StepControl{1e-3, 1e-3, {}, {}, 0.0};
  expect_one_path(simulate(fine), simulate(adaptive), rounding);
}

/// The stop does not move the path, nor does a last cell that the run does not need to its end.
TEST(LaneParts, TheStopMayLieInACell) {
  for (const std::int64_t steps : {16, 12}) {
    Experiment all = path_experiment(steps);
    Experiment early = all;
    early.time.step_count = 3 * steps + 7;
    early.saves = save_every(early.time, 1);
    const Recording a = simulate(early);
    const Recording b = simulate(all);
    for (std::size_t n = 0; n < 100; ++n)
      for (std::size_t time = 0; time < a.shape.save_times.size(); ++time)
        ASSERT_EQ(a.state(0, n, time, 0), b.state(0, n, time, 0));
  }
}

/// A cell that is longer than the run, and has more steps than a batch.
TEST(LaneParts, OfVeryLongCells) {
  for (const std::int64_t steps : {4096, 3000}) {
    Experiment fine = path_experiment(steps);
    fine.time.step_count = 300;
    fine.saves = save_every(fine.time, 60);
    Experiment coarse = path_experiment(1);
    coarse.time.step_count = 1;
    coarse.saves = fine.saves;
    expect_one_path(simulate(fine), simulate(coarse), rounding_in_leaves);
  }
}

Experiment in_long_cells(Experiment experiment, int steps) {
  experiment.noise_cell = experiment.time.step * steps;
  return experiment;
}

TEST(LaneParts, MatchTheReference) {
  for (const int steps : {2, 3, 16, 64}) {
    Experiment experiment = in_long_cells(feedback_experiment(), steps);
    experiment.scenarios = many_scenarios();
    expect_matches_reference(experiment, 5);
    experiment.scheme = "stochastic_heun";
    experiment.pairing = Pairing::independent;
    expect_matches_reference(experiment, 3);
  }
}

TEST(LaneParts, InPiecesMatchTheReference) {
  for (const int steps : {2, 5, 16}) {
    Experiment experiment = in_long_cells(experiment_between_steps(), steps);
    expect_matches_reference(experiment, 5);
    experiment.pairing = Pairing::independent;
    expect_matches_reference(experiment, 3);
  }
}

/// The numbers that one trajectory meets, made again: of dx = dW their sums are the states.
TEST(LaneParts, AreReplayed) {
  for (const std::int64_t steps : {16, 3}) {
    Experiment experiment = path_experiment(steps);
    experiment.model.variables.erase(experiment.model.variables.begin());
    experiment.scheme = "euler_maruyama";
    experiment.saves.times.insert(experiment.saves.times.begin() + 1, {0.001, 0.01});  // in the first step
    const CompiledRun run = compile_run(experiment);
    const Recording recording = simulate(experiment);
    ReplayedNoise noise(run, run.scenarios[0].source_keys, 7);
    double x = 0.0;
    for (std::int64_t tick = 0; tick < run.experiment.time.last_tick(); ++tick) {
      EXPECT_EQ(recording.state(0, 7, static_cast<std::size_t>(tick), 0), x);
      x += noise.over(tick)[0];
    }
  }
}

TEST(LaneParts, BlockWidthUnitSizeAndPairingDoNotMatter) {
  for (const int steps : {8, 6}) {
    for (const Pairing pairing : {Pairing::shared, Pairing::independent}) {
      Experiment experiment = in_long_cells(experiment_between_steps(), steps);
      experiment.pairing = pairing;
      experiment.trajectories = 200;
      const Recording one = simulate(experiment, 1, 64);
      for (const int width : {16, 64, 128}) {
        const Recording other = simulate(experiment, width, 128);
        EXPECT_EQ(std::memcmp(one.states.data(), other.states.data(), one.states.size() * sizeof(double)), 0) << width;
      }
    }
  }
}

/// Halving the step and keeping the cell: the path stays, and the solution converges along it. Stochastic Heun has
/// strong order 1 here, Euler–Maruyama 1/2: the slope of the root mean square differences of 1,000 trajectories over
/// five halvings. (Of ten seeds it was 0.93 to 1.04 and 0.42 to 0.52, with standard deviations of 0.033.)
TEST(LaneParts, TheSolutionConvergesAlongOnePath) {
  for (const auto& [scheme, order] : {std::pair{"stochastic_heun", 1.0}, std::pair{"euler_maruyama", 0.5}}) {
    std::vector<double> ends;
    std::vector<double> differences;
    for (int level = 3; level <= 9; ++level) {
      Experiment experiment = feedback_experiment();
      experiment.model.variables = {make_variable("x", "0.5*x", {{"x", parse_expression("0.8*x")}}, Expression(1.0))};
      experiment.model.parameters.clear();
      if (order == 1.0) experiment.model.calculus = Calculus::stratonovich;
      experiment.scheme = scheme;
      experiment.trajectories = 1000;
      experiment.time = {0.0, std::ldexp(1.0, -level), std::int64_t{1} << level};
      experiment.noise_cell = 0.125;
      experiment.saves.times = {1.0};
      const std::vector<double> states = simulate(experiment).states;
      double sum = 0.0;
      for (std::size_t n = 0; n < ends.size(); ++n) sum += (states[n] - ends[n]) * (states[n] - ends[n]) / 1000.0;
      if (!ends.empty()) differences.push_back(std::log2(std::sqrt(sum)));
      ends = states;
    }
    EXPECT_NEAR((differences.front() - differences.back()) / 5.0, order, 0.15) << scheme;
  }
}

TEST(LaneParts, WhatHasNoPathIsRefused) {
  const auto refusal_of = [](const Experiment& experiment) -> std::string {
    try {
      compile_run(experiment);
    } catch (const Error& error) {
      return format_diagnostic(error.diagnostics().front());
    }
    return "";
  };
  Experiment experiment = in_long_cells(feedback_experiment(), 4);
  experiment.scheme = "weak_euler";
  EXPECT_NE(refusal_of(experiment)
                .find("error[E019]: the scheme 'weak_euler' cannot take a step that is a part of a noise cell"),
            std::string::npos)
      << refusal_of(experiment);
  experiment.scheme = "stochastic_heun";
  experiment.step_control = StepControl{};
  EXPECT_NE(refusal_of(experiment).find("make the step as long as noise.cell: adaptive steps halve it"),
            std::string::npos)
      << refusal_of(experiment);
  experiment.step_control.reset();
  experiment.noise_cell = 2.5 * experiment.time.step;
  EXPECT_NE(refusal_of(experiment).find("neither the step nor the noise cell"), std::string::npos);
}

}  // namespace
}  // namespace dosde
