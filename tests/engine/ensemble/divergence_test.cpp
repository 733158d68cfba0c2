#include <gtest/gtest.h>

#include <cmath>

#include "engine/ensemble/replay.hpp"
#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// dx = 1 dt + noise from below 1, and y needs log(1 - x): it leaves the numbers when x passes 1.
Experiment failing_experiment() {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("x", "1", {{"x", Expression(0.25)}}, Expression(0.0)),
                                make_variable("y", "log(1 - x)", {}, Expression(0.0))};
  experiment.scenarios = {Scenario{}};
  return experiment;
}

TEST(Divergence, IsFoundAtItsStepAndVariable) {
  const Experiment experiment = failing_experiment();
  Experiment fine = experiment;  // the same with every step saved
  fine.saves = save_every(fine.time, 1);
  const Recording coarse = simulate(experiment);
  const Recording recording = simulate(fine);
  int diverged = 0;
  for (std::size_t n = 0; n < 100; ++n) {
    const TrajectoryEnd& end = recording.ends[n];
    EXPECT_EQ(coarse.ends[n].time, end.time);
    EXPECT_EQ(coarse.ends[n].status, end.status);
    if (end.status != TrajectoryStatus::diverged) continue;
    ++diverged;
    EXPECT_EQ(end.variable, 1);
    for (std::size_t time = 0; time < recording.shape.save_times.size(); ++time)
      EXPECT_EQ(std::isfinite(recording.state(0, n, time, 0)), recording.shape.save_times[time] < end.time)
          << n << " " << time;
    // y fails in the step after x has passed 1: the x saved one step before the end is beyond 1.
    const auto before = static_cast<std::size_t>(std::lround(end.time / fine.time.step)) - 1;
    EXPECT_GT(recording.state(0, n, before, 0), 1.0);
  }
  EXPECT_GT(diverged, 50);
}

TEST(Divergence, AnUndefinedObservableIsSoInEverySummaryAndExplained) {
  // log(x) where x crosses 0: whichever trajectory comes first, the minimum is as undefined as the mean.
  Experiment experiment = feedback_experiment();
  experiment.output.observables = {{"lx", parse_expression("log(x)"), {}}};
  const Recording recording = simulate(experiment);
  const CompiledRun run = compile_run(experiment);
  int undefined = 0;
  for (std::size_t save = 0; save < recording.shape.save_times.size(); ++save) {
    bool has_undefined = false;
    for (std::size_t n = 0; n < 100; ++n) {
      EXPECT_EQ(recording.ends[n].status, TrajectoryStatus::done);
      if (!std::isnan(recording.state(0, n, save, 2))) continue;
      has_undefined = true;
      if (++undefined > 1) continue;
      EXPECT_NE(explain_undefined_observable(run, 0, static_cast<std::int64_t>(n), save, 2).find("log"),
                std::string::npos);
    }
    const Moments& moments = recording.moments[save * 3 + 2];
    for (const double value : {moments.mean, moments.sum_of_squares, moments.minimum, moments.maximum})
      EXPECT_EQ(std::isnan(value), has_undefined) << save;
  }
  EXPECT_GT(undefined, 0);
}

/// x is held at sqrt(y) in the middle of the run, and nothing reads it: y wanders below 0 sooner or later.
Experiment failing_policy(Window window) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("x", "-x", {}, Expression(0.0)),
                                make_variable("y", "-y", {{"y", Expression(1.0)}}, Expression(1.0))};
  experiment.scenarios[0].interventions = {make_intervention("clamp", "x", {{"value", formula("sqrt(y)")}}, window)};
  return experiment;
}

TEST(Divergence, OfAPolicyDoesNotDependOnTheSaves) {
  for (const Window& window : {Window{0.5, 2.0, {}}, Window{}}) {
    Experiment every = failing_policy(window);
    every.saves = save_every(every.time, 1);
    Experiment last = failing_policy(window);
    last.saves = save_every(last.time, last.time.step_count);
    Experiment first = failing_policy(window);
    first.saves = save_at_steps(first.time, {0});
    const Recording recording = simulate(every);
    const Recording coarse = simulate(last);
    const Recording coarsest = simulate(first);
    int diverged = 0;
    for (std::size_t n = 0; n < 100; ++n) {
      for (const Recording* other : {&coarse, &coarsest}) {
        EXPECT_EQ(other->ends[n].status, recording.ends[n].status);
        EXPECT_EQ(other->ends[n].time, recording.ends[n].time);
        EXPECT_EQ(other->ends[n].variable, recording.ends[n].variable);
      }
      diverged += recording.ends[n].status == TrajectoryStatus::diverged ? 1 : 0;
    }
    EXPECT_GT(diverged, 20);
    EXPECT_LT(diverged, 100);
  }
}

TEST(Divergence, OfAPolicyIsToldWithItsCauseAndTime) {
  const Experiment experiment = failing_policy({0.5, 2.0, {}});
  const Recording recording = simulate(experiment);
  const CompiledRun run = compile_run(experiment);
  bool is_found_at_switch = false;
  for (std::size_t n = 0; n < 100; ++n) {
    if (recording.ends[n].status != TrajectoryStatus::diverged) continue;
    EXPECT_GE(recording.ends[n].time, 0.5);
    is_found_at_switch = is_found_at_switch || recording.ends[n].time == 0.5;
    const DivergenceCause cause = explain_divergence(run, 0, static_cast<std::int64_t>(n), recording.ends[n]);
    EXPECT_EQ(cause.variable, "x");
    EXPECT_NE(cause.cause.find("sqrt(y) of the negative number"), std::string::npos) << cause.cause;
  }
  EXPECT_TRUE(is_found_at_switch);
}

TEST(Divergence, OfAPolicyAtTheStartIsExplained) {
  Experiment experiment = failing_policy({});
  experiment.model.variables[1].initial = Expression(-0.25);
  const Recording recording = simulate(experiment);
  ASSERT_EQ(recording.ends[0].status, TrajectoryStatus::diverged);
  EXPECT_EQ(recording.ends[0].time, 0.0);
  EXPECT_EQ(explain_divergence(compile_run(experiment), 0, 0, recording.ends[0]).cause,
            "sqrt(y) of the negative number -0.25, in its clamp");
}

TEST(Divergence, SummariesCountTheLiving) {
  const Recording recording = simulate(failing_experiment());
  const std::size_t last = recording.shape.save_times.size() - 1;
  double alive = 0.0;
  double sum = 0.0;
  for (std::size_t n = 0; n < 100; ++n) {
    if (recording.ends[n].status == TrajectoryStatus::diverged) continue;
    alive += 1.0;
    sum += recording.state(0, n, last, 0);
  }
  EXPECT_EQ(recording.moments[last * 2].count, alive);
  if (alive > 0.0) {
    EXPECT_NEAR(recording.moments[last * 2].mean, sum / alive, 1e-12);
  }
}

TEST(Divergence, ReplayNamesTheCause) {
  const CompiledRun run = compile_run(failing_experiment());
  const Recording recording = simulate(failing_experiment());
  for (std::size_t n = 0; n < 100; ++n) {
    if (recording.ends[n].status != TrajectoryStatus::diverged) continue;
    const DivergenceCause cause = explain_divergence(run, 0, static_cast<std::int64_t>(n), recording.ends[n]);
    EXPECT_EQ(cause.variable, "y");
    EXPECT_EQ(cause.time, recording.ends[n].time);
    EXPECT_NE(cause.cause.find("log(1 - x)"), std::string::npos) << cause.cause;
    EXPECT_NE(cause.cause.find("negative"), std::string::npos) << cause.cause;
  }
}

TEST(Divergence, ABoundDoesNotHideIt) {
  Experiment experiment = failing_experiment();
  experiment.model.variables[1] = make_variable("y", "exp(400*x)", {}, Expression(0.0));
  experiment.model.variables[1].lower = Expression(-1.0);
  experiment.model.variables[1].upper = Expression(1.0);
  const Recording recording = simulate(experiment);
  EXPECT_EQ(recording.ends[0].status, TrajectoryStatus::diverged);
  EXPECT_EQ(recording.ends[0].variable, 1);
}

/// dx = 1 dt from 0 with jump sources and events of which one ends every trajectory; the cause that is told.
std::string storm_of(std::vector<JumpSource> jumps, std::vector<Event> events) {
  Experiment experiment = feedback_experiment();
  experiment.model.parameters.clear();
  experiment.model.variables = {make_variable("x", "1", {}, Expression(0.0))};
  for (const auto& jump : jumps) experiment.model.variables[0].noise.push_back({jump.name, Expression(0x1p-30)});
  experiment.model.jumps = std::move(jumps);
  experiment.model.events = std::move(events);
  experiment.scenarios = {Scenario{}};
  experiment.trajectories = 1;
  experiment.time = {0.0, 0.25, 8};
  experiment.saves = save_every(experiment.time, 8);
  const Recording recording = simulate(experiment);
  EXPECT_EQ(recording.ends[0].status, TrajectoryStatus::diverged);
  const DivergenceCause found = explain_divergence(compile_run(experiment), 0, 0, recording.ends[0]);
  EXPECT_TRUE(found.variable.empty());
  EXPECT_EQ(found.time, recording.ends[0].time);
  return found.cause;
}

TEST(Divergence, OfAStormNamesItsCause) {
  const JumpSource rare{"rare", Expression(0.5), {}, {}};
  const JumpSource undefined{"tock", parse_expression("log(1.1 - x)"), {}, {}};
  const JumpSource high{"burst", parse_expression("where(x > 1.001, 2e4, 0.1)"), {}, {}};
  const JumpSource many{"rain", parse_expression("where(x > 1.01, 4200, 0.1)"), {}, {}};
  const Event there{"there", parse_expression("x > 0.6"), {{"x", Expression(0.0)}}, false, {}};
  const Event back{"back", parse_expression("x <= 0"), {{"x", Expression(0.7)}}, false, {}};
  EXPECT_NE(storm_of({rare, undefined}, {}).find("the rate of 'tock' is no number there: log(1.1 - x) of the negative"),
            std::string::npos);
  EXPECT_EQ(
      storm_of({rare, high}, {}),
      "the rate of 'burst' is 20000 there, 5000 jumps a noise cell, and 4096 are too many: noise.cell (by default "
      "the step) must be shorter");
  EXPECT_EQ(storm_of({}, {there, back}),
            "more than 1000 events in one step: one that brings itself about again, or some that do so in turn");
  EXPECT_EQ(storm_of({rare, many}, {}).find("more than 1000 jumps in one step, which must be shorter; or a rate"), 0U);
  const Event at_once{"at once", parse_expression("x >= 0"), {{"x", Expression(-1.0)}}, false, {}};
  const Event again{"again", parse_expression("x < 0"), {{"x", Expression(1.0)}}, false, {}};
  EXPECT_EQ(storm_of({rare}, {at_once, again}).find("more than 1000 events and jumps in one step: an event"), 0U);
  EXPECT_EQ(storm_of({rare}, {there, back}).find("more than 1000 events and jumps in one step: an event"), 0U);
}

/// x = 0 and y' = 1: what is told of x where an event or else an impulse sets it to a value that is not finite.
std::string cause_of_assignment(std::vector<Event> events, std::vector<Intervention> interventions) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "0", {}, Expression(0.0)),
                                make_variable("y", "1", {}, Expression(0.0))};
  experiment.model.events = std::move(events);
  experiment.time = {0.0, 0.25, 8};
  experiment.saves = save_every(experiment.time, 8);
  Scenario scenario;
  scenario.interventions = std::move(interventions);
  experiment.scenarios = {scenario};
  const Recording recording = simulate(experiment);
  EXPECT_EQ(recording.ends[0].status, TrajectoryStatus::diverged);
  const DivergenceCause found = explain_divergence(compile_run(experiment), 0, 0, recording.ends[0]);
  EXPECT_EQ(found.variable, "x");
  return found.cause;
}

TEST(Divergence, ByAnEventIsNotBlamedOnInterventionsAlone) {
  const auto event = [](const char* condition) {
    return Event{"bang", parse_expression(condition), {{"x", parse_expression("log(0.2 - y)")}}, false, {}};
  };
  EXPECT_EQ(cause_of_assignment({event("y > 0.9")}, {}),
            "a clamp, an impulse or an event set it to a value that is not finite");
  const Event at_start{"bang", parse_expression("t >= 0"), {{"x", parse_expression("log(y - 1)")}}, false, {}};
  EXPECT_EQ(cause_of_assignment({at_start}, {}), "its initial value is not finite, or an event made it so");
  const auto impulse =
      make_intervention("impulse", "x", {{"at", std::vector<double>{1.0}}, {"set", formula("log(0.2 - y)")}});
  EXPECT_NE(cause_of_assignment({}, {impulse}).find(", in its impulse"), std::string::npos);
}

}  // namespace
}  // namespace dosde
