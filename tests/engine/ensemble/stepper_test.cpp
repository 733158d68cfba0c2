// A run taken step by step is the run: wherever it pauses, whatever was set before.

#include "engine/ensemble/stepper.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <set>

#include "engine/causal/timeline/windows.hpp"
#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

Experiment saved_at_every_step(Experiment experiment) {
  std::set<double> times(experiment.saves.times.begin(), experiment.saves.times.end());
  for (std::int64_t step = 0; step <= experiment.time.step_count; ++step) times.insert(experiment.time.step_time(step));
  experiment.saves.times.assign(times.begin(), times.end());
  return experiment;
}

bool acts_at(const Scenario& scenario, const TimeGrid& grid, double time) {
  for (const auto& intervention : scenario.interventions) {
    if (time == grid.start) return true;
    const auto times = action_times(intervention, grid);
    if (std::find(times.begin(), times.end(), time) != times.end()) return true;
  }
  return false;
}

/// Compares what the stepper shows now with what the run saved; but for scenarios that act at this very time.
std::size_t expect_present_states(const Stepper& stepper, const Experiment& experiment, const Recording& recording) {
  const auto& times = recording.shape.save_times;
  const auto saved = static_cast<std::size_t>(std::find(times.begin(), times.end(), stepper.time()) - times.begin());
  if (saved == times.size()) ADD_FAILURE() << "the run did not save at " << stepper.time();
  const auto count = static_cast<std::size_t>(stepper.trajectories());
  const std::size_t columns = stepper.columns().size();
  std::size_t compared = 0;
  for (std::size_t s = 0; s < stepper.scenarios().size(); ++s) {
    if (!stepper.is_at_stop() && acts_at(experiment.scenarios[s], experiment.time, stepper.time())) continue;
    for (std::size_t n = 0; n < count; ++n)
      for (std::size_t c = 0; c < columns; ++c, ++compared)
        EXPECT_EQ(std::bit_cast<std::uint64_t>(stepper.states()[(s * count + n) * columns + c]),
                  std::bit_cast<std::uint64_t>(recording.state(s, n, saved, c)))  // NaN where one has diverged
            << "t = " << stepper.time() << ", scenario " << s << ", trajectory " << n << ", column " << c;
  }
  return compared;
}

void expect_same_as_run(const Experiment& experiment, const std::vector<Control>& controls = {}, int width = 0) {
  const Experiment saved = saved_at_every_step(experiment);
  const Recording recording = simulate(saved);
  Stepper stepper(saved, controls, width);
  std::size_t compared = expect_present_states(stepper, saved, recording);
  for (std::int64_t count = 1; !stepper.is_at_stop(); count = count % 7 + 1) {
    const double left = (saved.time.stop() - stepper.time()) / saved.time.step;
    stepper.advance_steps(std::min(count, static_cast<std::int64_t>(left + 0.5)));
    compared += expect_present_states(stepper, saved, recording);
  }
  EXPECT_GT(compared, 1000U);
  for (std::size_t i = 0; i < recording.ends.size(); ++i) {
    EXPECT_EQ(stepper.ends()[i].status, recording.ends[i].status);
    EXPECT_EQ(stepper.ends()[i].time, recording.ends[i].time);
    EXPECT_EQ(stepper.ends()[i].variable, recording.ends[i].variable);
  }
}

Experiment many() {
  Experiment experiment = feedback_experiment();
  experiment.scenarios = many_scenarios();
  return experiment;
}

TEST(Stepper, PausesDoNotMatter) { expect_same_as_run(many()); }

TEST(Stepper, PausesDoNotMatterWhereStepsAreSplitOrCutIntoCells) {
  expect_same_as_run(experiment_between_steps(), {{"b"}});
  Experiment experiment = many();
  experiment.noise_cell = 0.0625 / 4;
  expect_same_as_run(experiment, {{"b"}, {"s", 0.0, 1.0}}, 16);
  for (const int steps : {16, 6}) {
    experiment = experiment_between_steps();
    experiment.noise_cell = 0.0625 * steps;
    expect_same_as_run(experiment, {{"b"}}, 16);
  }
}

TEST(Stepper, PausesDoNotMatterToOtherSchemesWorldsAndWidths) {
  Experiment experiment = many();
  experiment.pairing = Pairing::independent;
  experiment.scheme = "srs2";
  expect_same_as_run(experiment, {{"b"}}, 1);
  experiment = feedback_experiment();
  experiment.scheme = "stochastic_heun";
  experiment.step_control = StepControl{};
  expect_same_as_run(experiment, {{"b"}});
}

TEST(Stepper, PausesDoNotMatterToTrajectoriesThatDiverge) {
  Experiment experiment = feedback_experiment();
  experiment.model.variables[0].drift = parse_expression("x^3 + b");
  const Recording recording = simulate(experiment);
  ASSERT_TRUE(std::any_of(recording.ends.begin(), recording.ends.end(),
                          [](const TrajectoryEnd& end) { return end.status == TrajectoryStatus::diverged; }));
  expect_same_as_run(experiment, {{"b"}});
}

TEST(Stepper, ValuesOfATrajectoryAreThoseOfARunWithThem) {
  // `twice` follows from the control, in the initial law too; m follows from a draw.
  Experiment experiment = many();
  experiment.model.parameters.push_back(make_parameter("twice", parse_expression("2*b + a")));
  experiment.model.variables[1].initial = Law{"normal", {parse_expression("m + twice"), Expression(0.25)}};
  experiment = saved_at_every_step(experiment);
  Stepper stepper(experiment, {{"s"}, {"b"}});
  std::vector<double> values(100);
  for (std::size_t n = 0; n < values.size(); ++n) values[n] = n % 3 == 0 ? -0.5 : -1.5;
  stepper.set("b", values);
  stepper.set("s", 0.75);
  EXPECT_EQ(stepper.values("b")[103], -0.5 * (103 % 100 % 3 == 0 ? 1.0 : 3.0));
  stepper.restart();
  stepper.advance_steps(13);
  stepper.advance_to(2.5);
  for (const double b : {-0.5, -1.5}) {
    experiment.model.parameters[1].value = Expression(b);
    experiment.model.parameters[3].value = Expression(0.75);
    const Recording recording = simulate(experiment);
    for (std::size_t s = 0; s < 6; ++s)
      for (std::size_t n = 0; n < 100; ++n)
        for (std::size_t c = 0; c < 2 && values[n] == b; ++c)
          EXPECT_EQ(stepper.states()[(s * 100 + n) * 2 + c], recording.state(s, n, 40, c)) << s << " " << n;
  }
}

TEST(Stepper, AValueThatIsSetOnTheWayIsAnInterventionFromThere) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.push_back(make_parameter("later", Expression(-0.25)));
  Experiment changed = experiment;
  changed.scenarios[0].interventions = {
      make_intervention("parameter", "b", {{"value", formula("later")}}, {1.0, {}, {}})};
  const Recording recording = simulate(changed);
  Stepper stepper(experiment, {{"b", -2.0, 0.0}});
  stepper.advance_to(1.0);
  stepper.set("b", -0.25);
  stepper.advance_to(2.5);
  EXPECT_GT(expect_present_states(stepper, experiment, recording), 100U);
}

TEST(Stepper, AnImpulseTakesTheValueThatIsSetAtItsTime) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.push_back(make_parameter("dose", Expression(0.0)));
  experiment.scenarios[0].interventions = {
      make_intervention("impulse", "x", {{"at", std::vector<double>{1.0}}, {"add", formula("dose")}})};
  Stepper stepper(experiment, {{"dose"}});
  stepper.advance_to(1.0);
  const std::vector<double> before(stepper.states().begin(), stepper.states().end());
  stepper.set("dose", 3.0);
  stepper.advance_to(2.5);
  Experiment dosed = experiment;
  dosed.model.parameters.back().value = Expression(3.0);
  const Recording recording = simulate(dosed);
  EXPECT_GT(expect_present_states(stepper, experiment, recording), 100U);
}

TEST(Stepper, TwinsMeetTheSameWorld) {
  // Nothing of x reaches y here, so that y has the same bits whatever x is made to do.
  Experiment experiment = feedback_experiment();
  experiment.model.variables[1] = make_variable("y", "-y + sin(t)", {{"weather", parse_expression("0.2")}},
                                                Law{"normal", {parse_expression("m"), Expression(0.25)}});
  experiment.model.variables[0].drift = parse_expression("-x + b + a*y");
  Stepper one(experiment, {{"b"}}), other(experiment, {{"b"}});
  for (int pause = 0; pause < 8; ++pause) {
    other.set("b", 0.5 * pause);
    one.advance_steps(5);
    other.advance_steps(2);
    other.advance_steps(3);
  }
  for (std::size_t n = 0; n < 100; ++n) {
    EXPECT_EQ(one.states()[2 * n + 1], other.states()[2 * n + 1]);
    EXPECT_NE(one.states()[2 * n], other.states()[2 * n]);
  }
}

TEST(Stepper, RestartsInTheSameWorldsOrInOthers) {
  Experiment experiment = feedback_experiment();
  experiment.trajectories = 20;
  Experiment larger = experiment;
  larger.trajectories = 100;
  const Recording recording = simulate(larger);
  Stepper stepper(experiment, {{"b"}});
  stepper.advance_to(2.5);
  const std::vector<double> first(stepper.states().begin(), stepper.states().end());
  stepper.restart(57);
  EXPECT_EQ(stepper.first_trajectory(), 57);
  EXPECT_EQ(stepper.time(), 0.0);
  stepper.advance_to(2.5);
  for (std::size_t n = 0; n < 20; ++n)
    for (std::size_t c = 0; c < 2; ++c) EXPECT_EQ(stepper.states()[2 * n + c], recording.state(0, 57 + n, 8, c));
  stepper.restart();
  stepper.advance_to(2.5);
  EXPECT_EQ(std::vector<double>(stepper.states().begin(), stepper.states().end()), first);
}

std::string message_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Stepper, RefusesInASentence) {
  const Experiment experiment = feedback_experiment();
  const auto refusal = [&](const std::vector<Control>& controls) {
    return message_of([&] { Stepper(experiment, controls); });
  };
  EXPECT_NE(refusal({{"bb"}}).find("is no parameter of the model"), std::string::npos);
  EXPECT_NE(refusal({{"x"}}).find("is no parameter of the model"), std::string::npos);
  EXPECT_NE(refusal({{"a"}}).find("a formula or a law"), std::string::npos);
  EXPECT_NE(refusal({{"m"}}).find("a formula or a law"), std::string::npos);
  EXPECT_NE(refusal({{"b", 0.0, 1.0}}).find("-1 is not from 0 to 1"), std::string::npos);
  EXPECT_NE(refusal({{"b"}, {"b"}}).find("twice"), std::string::npos);
  Stepper stepper(experiment, {{"b", -2.0, 2.0}});
  const auto set_to = [&](double value) { return message_of([&] { stepper.set("b", value); }); };
  EXPECT_NE(set_to(3.0).find("range is from -2 to 2"), std::string::npos);
  EXPECT_NE(set_to(std::nan("")).find("cannot be"), std::string::npos);
  EXPECT_NE(message_of([&] { stepper.set("s", 1.0); }).find("no control"), std::string::npos);
  EXPECT_NE(message_of([&] { stepper.set("b", std::vector<double>(7, 1.0)); }).find("7 values"), std::string::npos);
  EXPECT_NE(message_of([&] { stepper.advance_to(0.1); }).find("0.0625"), std::string::npos);
  EXPECT_NE(message_of([&] { stepper.advance_to(0.0); }).find("does not come after"), std::string::npos);
  EXPECT_NE(message_of([&] { stepper.advance_to(9.0); }).find("ends at 2.5"), std::string::npos);
  EXPECT_NE(message_of([&] { stepper.advance_steps(0); }).find("forwards"), std::string::npos);
  EXPECT_NE(message_of([&] { stepper.restart(-1); }).find("no trajectory"), std::string::npos);
  EXPECT_EQ(stepper.time(), 0.0);
}

}  // namespace
}  // namespace dosde
