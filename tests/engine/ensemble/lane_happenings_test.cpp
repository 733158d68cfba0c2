// Events, interventions that wait and jumps: the kernel against the plain reference, and what must not move them.

#include "engine/ensemble/lane_happenings.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/ensemble/reference_match.hpp"

namespace dosde {
namespace {

Expression parse(const std::string& text) { return parse_expression(text); }

/// Interventions that wait, besides ones at times.
std::vector<Scenario> waiting_scenarios() {
  std::vector<Scenario> scenarios = many_scenarios();
  Window window;
  scenarios.resize(10);
  scenarios[6].name = "held while it is large";
  window.when = parse("x > 0.6");
  window.ends_when = parse("y < 0.2");
  scenarios[6].interventions = {make_intervention("clamp", "x", {{"value", formula("0.3 + 0.1*t")}}, window),
                                make_intervention("shift", "y", {{"value", formula("0.5")}}, {1.0, 2.0, {}})};
  scenarios[7].name = "several that wait";
  window = {};
  window.when = parse("y > 0.7");
  scenarios[7].interventions = {make_intervention("parameter", "b", {{"value", formula("-3")}}, window),
                                make_intervention("impulse", "x", {{"add", formula("-0.5*x")}}, window)};
  window = {};
  window.ends_when = parse("t >= 1.23 and x < 0.5");
  scenarios[7].interventions.push_back(make_intervention(
      "clamp", "y", {{"value", Quantity(Law{"normal", {Expression(1.0), Expression(0.5)}})}}, window));
  scenarios[8].name = "stopped";
  window = {};
  window.when = parse("x > 1");
  scenarios[8].interventions = {make_intervention("stop", "x", {}, window)};
  scenarios[8].interventions[0].targets.clear();
  scenarios[9].name = "and switched at a time";
  window = {};
  window.when = parse("abs(y) < 0.4");
  scenarios[9].interventions = {make_intervention("scale_noise", "x", {{"factor", formula("2")}}, window),
                                make_intervention("clamp", "y", {{"value", formula("0.3*x")}}, {0.6, 1.7, {}})};
  return scenarios;
}

Experiment eventful_experiment() {
  Experiment experiment = feedback_experiment();
  experiment.model.events = {
      {"kick", parse("x > 0.9"), {{"x", parse("x - 1.1")}, {"y", parse("y + 0.3*x")}}, false, {}},
      {"seen", parse("y < 0"), {}, false, {}}};
  experiment.scenarios = waiting_scenarios();
  return experiment;
}

Experiment jumping_experiment() {
  Experiment experiment = feedback_experiment();
  experiment.model.jumps = {{"shock", parse("1.5 + x^2"), Law{"normal", {Expression(0.0), parse("s")}}, {}},
                            {"drop", parse("where(y > 0.5, 4, 0.5)"), {}, {}}};
  experiment.model.variables[0].noise.push_back({"shock", parse("mark")});
  experiment.model.variables[1].noise.push_back({"shock", parse("0.5*mark*x")});
  experiment.model.variables[1].noise.push_back({"drop", parse("-0.4*y")});
  experiment.scenarios = many_scenarios();
  experiment.scenarios.resize(8);
  experiment.scenarios[6].name = "own shocks";
  experiment.scenarios[6].interventions = {make_intervention("cut", "y", {{"source", Argument(std::string("shock"))}})};
  experiment.scenarios[7].name = "scaled";
  experiment.scenarios[7].interventions = {make_intervention("scale_noise", "x", {{"factor", formula("3")}})};
  return experiment;
}

/// The jumping experiment in one scenario, under a replacement of x's loadings: that of its marked jumps is another.
Experiment replaced_experiment(const std::string& shock, const Window& window) {
  Experiment experiment = jumping_experiment();
  std::vector<NoiseTerm> noise = experiment.model.variables[0].noise;
  noise.back().loading = parse(shock);
  experiment.scenarios = {Scenario{}};
  experiment.scenarios[0].interventions = {make_intervention("replace", "x", {{"noise", noise}}, window)};
  return experiment;
}

TEST(LaneHappenings, AReplacedLoadingNamesTheMarkOfItsJumps) {
  const auto expect_equal = [](const Experiment& one, const Experiment& other, const char* what) {
    const std::vector<double> found = simulate(one).states, expected = simulate(other).states;
    ASSERT_EQ(found.size(), expected.size());
    EXPECT_EQ(std::memcmp(found.data(), expected.data(), found.size() * sizeof(double)), 0) << what;
  };
  Experiment written = jumping_experiment();
  written.scenarios = {Scenario{}};
  const Experiment as_it_was = written;
  written.model.variables[0].noise.back().loading = parse("2*mark + 0.1*x*mark^2");
  expect_equal(replaced_experiment("2*mark + 0.1*x*mark^2", {}), written, "from the start");
  written.model.variables[0].noise.back().loading = parse("where(t >= 1, 2*mark, mark)");
  expect_equal(replaced_experiment("2*mark", {1.0, {}, {}}), written, "from a time");
  Window window;
  window.when = parse("x > 0.6");
  window.ends_when = parse("x < 0");
  Experiment scaled = as_it_was;
  scaled.scenarios[0].interventions = {make_intervention(
      "scale_noise", "x", {{"factor", formula("2")}, {"source", Argument(std::string("shock"))}}, window)};
  expect_equal(replaced_experiment("2*mark", window), scaled, "from a condition");
  EXPECT_NE(simulate(scaled).states, simulate(as_it_was).states);
  expect_matches_reference(replaced_experiment("2*mark", window), 12);
}

TEST(LaneHappenings, AWaitingClampHasOneDrawForAllItsOpenings) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "1", {}, Expression(0.0))};
  experiment.time = {0.0, 0.125, 24};
  experiment.saves.times = {0.375, 0.75, 1.375, 2.375};
  experiment.trajectories = 10;
  Window waiting, repeated{0.125, 0.625, 1.0};
  waiting.when = parse("t - floor(t) >= 0.125 and t - floor(t) < 0.625");
  waiting.ends_when = parse("t - floor(t) >= 0.625");
  const Quantity drawn = Law{"uniform", {Expression(5.0), Expression(6.0)}};
  experiment.scenarios.resize(2);
  experiment.scenarios[0].name = "waiting";
  experiment.scenarios[0].interventions = {make_intervention("clamp", "x", {{"value", drawn}}, waiting)};
  experiment.scenarios[1].name = "repeated";
  experiment.scenarios[1].interventions = {make_intervention("clamp", "x", {{"value", drawn}}, repeated)};
  const Recording recording = simulate(experiment);
  for (std::size_t n = 0; n < 10; ++n) {
    const double first = recording.state(0, n, 0, 0);
    EXPECT_NEAR(recording.state(0, n, 1, 0), first + 0.125, 1e-3) << "released in between";
    EXPECT_EQ(recording.state(0, n, 2, 0), first);
    EXPECT_EQ(recording.state(0, n, 3, 0), first);
    EXPECT_NE(recording.state(1, n, 2, 0), recording.state(1, n, 0, 0));
    if (n > 0) {
      EXPECT_NE(first, recording.state(0, n - 1, 0, 0));
    }
  }
}

TEST(LaneHappenings, EventsMatchTheReference) { expect_matches_reference(eventful_experiment(), 12); }

TEST(LaneHappenings, JumpsMatchTheReference) { expect_matches_reference(jumping_experiment(), 12); }

TEST(LaneHappenings, JumpsAndEventsInPiecesOfStepsMatchTheReference) {
  Experiment experiment = jumping_experiment();
  experiment.model.events = eventful_experiment().model.events;
  const Experiment pieces = experiment_between_steps();
  experiment.saves = pieces.saves;
  experiment.scenarios = pieces.scenarios;
  expect_matches_reference(experiment, 12);
}

TEST(LaneHappenings, MilsteinAndHeunMatchTheReference) {
  for (const char* scheme : {"milstein", "stochastic_heun"}) {
    Experiment experiment = jumping_experiment();
    experiment.model.events = eventful_experiment().model.events;
    experiment.model.variables[0].noise = {{"x", parse("s*x")}, {"shock", parse("mark")}};
    experiment.model.variables[1].noise = {{"y", parse("0.5*cos(y)")}, {"shock", parse("0.5*mark*x")}};
    experiment.scheme = scheme;
    experiment.scenarios.resize(3);
    expect_matches_reference(experiment, 8);
  }
}

/// With a cell of several steps, and a step of several cells: in whole steps and in pieces.
TEST(LaneHappenings, InOtherCellsTheyMatchTheReference) {
  for (const double steps : {4.0, 3.0, 1.0 / 3.0, 0.25}) {
    Experiment experiment = eventful_experiment();
    experiment.noise_cell = steps * experiment.time.step;
    expect_matches_reference(experiment, 6);
    experiment = jumping_experiment();
    experiment.noise_cell = steps * experiment.time.step;
    expect_matches_reference(experiment, 6);
    experiment.model.events = eventful_experiment().model.events;
    const Experiment pieces = experiment_between_steps();
    experiment.saves = pieces.saves;
    experiment.scenarios = pieces.scenarios;
    expect_matches_reference(experiment, 6);
  }
}

TEST(LaneHappenings, InOtherCellsBlockWidthDoesNotMatterEither) {
  for (const double steps : {4.0, 0.25}) {
    Experiment experiment = jumping_experiment();
    experiment.model.events = eventful_experiment().model.events;
    experiment.noise_cell = steps * experiment.time.step;
    experiment.pairing = Pairing::independent;
    const Recording one = simulate(experiment, 1, 128);
    const Recording other = simulate(experiment, 64, 64);
    EXPECT_EQ(std::memcmp(one.states.data(), other.states.data(), one.states.size() * sizeof(double)), 0) << steps;
  }
}

/// Points of jumps belong to the cell: of dx = jumps x is their sum, whatever the steps are.
TEST(LaneHappenings, JumpsAreThoseOfTheCell) {
  Experiment experiment = feedback_experiment();
  experiment.model.variables = {make_variable("x", "0", {{"shock", parse("mark")}}, Expression(0.0))};
  experiment.model.parameters.clear();
  experiment.model.jumps = {{"shock", parse("6"), Law{"normal", {Expression(0.0), Expression(1.0)}}, {}}};
  experiment.noise_cell = 0.25;
  std::vector<double> expected;
  for (const double step : {0.25, 0.125, 0.25 / 3.0, 0.25 / 16.0, 0.5, 1.25}) {
    experiment.time = {0.0, step, std::llround(2.5 / step)};
    experiment.saves.times = {1.25, 2.5};
    const std::vector<double> found = simulate(experiment).states;
    if (expected.empty()) expected = found;
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-12) << step;
  }
}

TEST(LaneHappenings, InAdaptiveStepsTheyMatchTheReference) {
  Experiment experiment = jumping_experiment();
  experiment.model.events = eventful_experiment().model.events;
  experiment.time = {0.0, 0.25, 10};
  experiment.saves = save_every(experiment.time, 2);
  experiment.scheme = "stochastic_heun";
  experiment.step_control = StepControl{1e-2, 1e-3, {}, {}, 0.0};
  expect_matches_reference(experiment, 8);
  experiment.model.jumps.clear();
  experiment.model.variables = eventful_experiment().model.variables;
  experiment.scenarios = waiting_scenarios();
  for (auto& scenario : experiment.scenarios)
    for (auto& intervention : scenario.interventions)  // times on this grid
      for (auto* time : {&intervention.window.from, &intervention.window.until})
        if (*time) **time = 0.25 * std::round(4.0 * **time);
  expect_matches_reference(experiment, 8);
  const Experiment pieces = experiment_between_steps();
  experiment.model = jumping_experiment().model;
  experiment.model.events = eventful_experiment().model.events;
  experiment.saves = pieces.saves;
  experiment.scenarios = pieces.scenarios;
  expect_matches_reference(experiment, 8);
}

TEST(LaneHappenings, BlockWidthUnitSizeAndPairingDoNotMatter) {
  for (const Pairing pairing : {Pairing::shared, Pairing::independent}) {
    Experiment experiment = jumping_experiment();
    experiment.model.events = eventful_experiment().model.events;
    for (const auto& scenario : waiting_scenarios())
      if (experiment.scenarios.size() < 12 && scenario.name != experiment.scenarios[0].name)
        experiment.scenarios.push_back(scenario);
    for (std::size_t s = 0; s < experiment.scenarios.size(); ++s) experiment.scenarios[s].name = std::to_string(s);
    experiment.trajectories = 70;
    experiment.pairing = pairing;
    const Recording one = simulate(experiment, 1, 128);
    for (const int width : {16, 32, 64, 128}) {
      const Recording other = simulate(experiment, width, 64);
      EXPECT_EQ(std::memcmp(one.states.data(), other.states.data(), one.states.size() * sizeof(double)), 0) << width;
      for (std::size_t i = 0; i < one.ends.size(); ++i) {
        EXPECT_EQ(one.ends[i].status, other.ends[i].status);
        EXPECT_EQ(one.ends[i].time, other.ends[i].time);
      }
    }
  }
}

}  // namespace
}  // namespace dosde
