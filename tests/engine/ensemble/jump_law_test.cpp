// Laws of jumps and events against closed forms. Bounds of k = 4.5 standard errors: one false alarm in 150,000.

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

constexpr double k = 4.5;

Expression formula_of(const std::string& text) { return parse_expression(text); }

Experiment plain_experiment(std::vector<Variable> variables, std::int64_t trajectories, double step,
                            std::int64_t steps) {
  Experiment experiment;
  experiment.title = "test";
  experiment.model.variables = std::move(variables);
  experiment.time = {0.0, step, steps};
  experiment.saves = save_every(experiment.time, steps);
  experiment.scheme = "euler_maruyama";
  experiment.trajectories = trajectories;
  experiment.seed = 7;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

/// Mean and variance of the last saved state of a variable.
struct Sample {
  double mean = 0.0, variance = 0.0, count = 0.0;
  [[nodiscard]] double error() const { return std::sqrt(variance / count); }
};

Sample sample_of(const Recording& recording, std::size_t scenario, std::size_t variable) {
  Sample sample;
  const auto count = static_cast<std::size_t>(recording.shape.trajectories);
  const std::size_t last = recording.shape.save_times.size() - 1;
  sample.count = static_cast<double>(count);
  for (std::size_t n = 0; n < count; ++n) sample.mean += recording.state(scenario, n, last, variable) / sample.count;
  for (std::size_t n = 0; n < count; ++n)
    sample.variance += std::pow(recording.state(scenario, n, last, variable) - sample.mean, 2) / (sample.count - 1.0);
  return sample;
}

/// A counter with rate 3 over a time of 2 is Poisson with mean 6, whatever the step: every chance within its error.
TEST(JumpLaw, ACounterIsPoisson) {
  for (const double step : {0.01, 0.5, 2.0}) {
    Experiment experiment = plain_experiment({make_variable("n", "0", {{"tick", Expression(1.0)}}, Expression(0.0))},
                                             40000, step, static_cast<std::int64_t>(2.0 / step));
    experiment.model.jumps = {{"tick", Expression(3.0), {}, {}}};
    const Recording recording = simulate(experiment);
    double chance = std::exp(-6.0);
    for (int count = 0; count < 16; ++count) {
      double found = 0.0;
      for (std::size_t n = 0; n < 40000; ++n) found += recording.state(0, n, 1, 0) == count ? 1.0 : 0.0;
      EXPECT_NEAR(found / 40000.0, chance, k * std::sqrt(chance * (1.0 - chance) / 40000.0)) << step << ' ' << count;
      chance *= 6.0 / (count + 1);
    }
  }
}

/// Pure birth, rate x: P(x = m) = e^-t (1 - e^-t)^(m-1) from x = 1 (Yule 1925). Between jumps the rate is constant, so
/// that thinning is exact at any step.
TEST(JumpLaw, RatesThatDependOnTheStateAreExact) {
  Experiment experiment =
      plain_experiment({make_variable("x", "0", {{"birth", Expression(1.0)}}, Expression(1.0))}, 40000, 0.25, 6);
  experiment.model.jumps = {{"birth", formula_of("x"), {}, {}}};
  for (const double cell : {0.25, 0.125, 0.5}) {  // a step has one, or two, or is half of one
    experiment.noise_cell = cell;
    const Recording recording = simulate(experiment);
    const double none = std::exp(-1.5);
    double chance = none;
    for (int count = 1; count < 16; ++count) {
      double found = 0.0;
      for (std::size_t n = 0; n < 40000; ++n) found += recording.state(0, n, 1, 0) == count ? 1.0 : 0.0;
      EXPECT_NEAR(found / 40000.0, chance, k * std::sqrt(chance * (1.0 - chance) / 40000.0)) << cell << ", " << count;
      chance *= 1.0 - none;
    }
  }
}

/// More jumps in a step than a strip of the measure holds: 200 of a constant rate, Poisson as ever.
TEST(JumpLaw, ManyJumpsInAStepArePoisson) {
  Experiment experiment =
      plain_experiment({make_variable("n", "0", {{"tick", Expression(1.0)}}, Expression(0.0))}, 64, 1.0, 1);
  experiment.model.jumps = {{"tick", Expression(200.0), {}, {}}};
  const Sample sample = sample_of(simulate(experiment), 0, 0);
  EXPECT_NEAR(sample.mean, 200.0, k * std::sqrt(200.0 / sample.count));
  EXPECT_NEAR(sample.variance, 200.0, k * 200.0 * std::sqrt(2.0 / sample.count));
}

/// Pure death from 8 by a rate of 80 each, 640 in a step of 1, which lasts a small part of it: each lives for an
/// exponential time of mean 1/80, and the rate is constant in between. `lived` adds their times up: mean 8/80, variance
/// 8/80².
TEST(JumpLaw, APulseOfARateMayBeHigherThanAnyStepHolds) {
  Experiment experiment = plain_experiment({make_variable("n", "0", {{"death", Expression(-1.0)}}, Expression(8.0)),
                                            make_variable("lived", "n", {}, Expression(0.0))},
                                           256, 1.0, 1);
  experiment.model.jumps = {{"death", formula_of("80*n"), {}, {}}};
  const Recording recording = simulate(experiment);
  for (const auto& end : recording.ends) ASSERT_EQ(end.status, TrajectoryStatus::done);
  const Sample left = sample_of(recording, 0, 0), lived = sample_of(recording, 0, 1);
  EXPECT_EQ(left.mean, 0.0);  // one in 10^34 lives on
  EXPECT_NEAR(lived.mean, 0.1, k * lived.error());
  EXPECT_NEAR(lived.variance, 8.0 / 6400.0, k * 8.0 / 6400.0 * std::sqrt(2.75 / lived.count));
}

/// F25: dX = -θX dt + σ dW + J dN, E J = m, E J² = m² + s²: mean λm/θ (1 - e^-θt), variance
/// (σ² + λ(m² + s²))/2θ (1 - e^-2θt). By a scheme of strong order 1.5 with steps of 1/20: its own error is below 1e-4.
TEST(JumpLaw, F25CompoundPoissonOrnsteinUhlenbeck) {
  Experiment experiment = plain_experiment(
      {make_variable("x", "-1.5*x", {{"w", Expression(0.4)}, {"shock", formula_of("mark")}}, Expression(0.0))}, 60000,
      0.05, 30);
  experiment.model.jumps = {{"shock", Expression(2.0), Law{"normal", {Expression(0.6), Expression(0.5)}}, {}}};
  experiment.scheme = "sra3";
  const Sample sample = sample_of(simulate(experiment), 0, 0);
  const double mean = 2.0 * 0.6 / 1.5 * (1.0 - std::exp(-2.25));
  const double variance = (0.16 + 2.0 * (0.36 + 0.25)) / 3.0 * (1.0 - std::exp(-4.5));
  EXPECT_NEAR(sample.mean, mean, k * sample.error() + 1e-4);
  // The fourth moment of such a sum is within six of the variance's square.
  EXPECT_NEAR(sample.variance, variance, k * variance * std::sqrt(5.0 / sample.count) + 1e-4);
}

/// A self-exciting intensity (Hawkes 1971): l' = -β(l - μ) + α dN with rate l: E l = c + (l0 - c) e^-(β-α)t with
/// c = βμ/(β - α).
TEST(JumpLaw, ASelfExcitingIntensityHasItsMean) {
  Experiment experiment = plain_experiment(
      {make_variable("l", "-2*(l - 1)", {{"spike", Expression(1.2)}}, Expression(0.5))}, 40000, 0.05, 40);
  experiment.model.jumps = {{"spike", formula_of("l"), {}, {}}};
  experiment.scheme = "dopri5";
  const Sample sample = sample_of(simulate(experiment), 0, 0);
  EXPECT_NEAR(sample.mean, 2.5 + (0.5 - 2.5) * std::exp(-0.8 * 2.0), k * sample.error() + 1e-3);
}

/// The points are the world's: a higher rate keeps the jumps of a lower one, and before an intervention and where a row
/// is clamped nothing differs.
TEST(JumpLaw, InterventionsMeetTheSamePoints) {
  Experiment experiment = plain_experiment({make_variable("n", "0", {{"tick", Expression(1.0)}}, Expression(0.0)),
                                            make_variable("m", "0", {{"tick", Expression(1.0)}}, Expression(0.0))},
                                           500, 0.125, 32);
  experiment.model.parameters = {make_parameter("r", Expression(2.0))};
  experiment.model.jumps = {{"tick", formula_of("r"), {}, {}}};
  experiment.saves = save_every(experiment.time, 8);
  experiment.scenarios.resize(3);
  experiment.scenarios[1].name = "faster";
  experiment.scenarios[1].interventions = {
      make_intervention("parameter", "r", {{"value", formula("6")}}, {2.0, {}, {}})};
  experiment.scenarios[2].name = "held";
  experiment.scenarios[2].interventions = {make_intervention("clamp", "n", {{"value", formula("0")}})};
  const Recording recording = simulate(experiment);
  double more = 0.0;
  for (std::size_t n = 0; n < 500; ++n) {
    EXPECT_EQ(recording.state(0, n, 2, 0), recording.state(1, n, 2, 0));
    EXPECT_LE(recording.state(0, n, 4, 0), recording.state(1, n, 4, 0));
    EXPECT_EQ(recording.state(0, n, 4, 0), recording.state(0, n, 4, 1));  // one source, two rows
    EXPECT_EQ(recording.state(2, n, 4, 1), recording.state(0, n, 4, 1));
    EXPECT_EQ(recording.state(2, n, 4, 0), 0.0);
    more += (recording.state(1, n, 4, 0) - recording.state(0, n, 4, 0)) / 500.0;
  }
  EXPECT_NEAR(more, 8.0, k * std::sqrt(8.0 / 500.0));
}

/// x' = 1, set to 0 where it reaches 1/3: after 10 it has been so 30 times, each found to 2^-20 of the step and late.
TEST(EventLaw, AMomentIsFoundInsideTheStep) {
  Experiment experiment = plain_experiment(
      {make_variable("x", "1", {}, Expression(0.0)), make_variable("n", "0", {}, Expression(0.0))}, 20, 0.25, 41);
  experiment.model.events = {
      {"full", formula_of("x >= 1/3"), {{"x", Expression(0.0)}, {"n", formula_of("n + 1")}}, false, {}}};
  const Recording recording = simulate(experiment);
  EXPECT_EQ(recording.state(0, 3, 1, 1), 30.0);
  EXPECT_NEAR(recording.state(0, 3, 1, 0), 0.25, 30 * 0.25 * 0x1p-20);
  EXPECT_LE(recording.state(0, 3, 1, 0), 0.25 + 1e-12);
}

/// First passage of Brownian motion with drift m at a: P(T <= t) = Φ((mt - a)/√t) + e^2ma Φ((-a - mt)/√t). The path is
/// seen at the ends of steps, which moves the level by 0.5826 √h (Broadie, Glasserman & Kou 1997).
TEST(EventLaw, FirstPassageHasItsLaw) {
  Experiment experiment =
      plain_experiment({make_variable("x", "0.5", {{"x", Expression(1.0)}}, Expression(0.0))}, 40000, 0.01, 200);
  experiment.model.events = {{"passage", formula_of("x >= 1"), {}, true, {}}};
  const Recording recording = simulate(experiment);
  double stopped = 0.0;
  for (const auto& end : recording.ends) {
    if (end.status == TrajectoryStatus::done) continue;
    ASSERT_EQ(end.status, TrajectoryStatus::stopped_by_event);
    stopped += 1.0 / 40000.0;
  }
  const auto normal = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
  const double a = 1.0 + 0.5826 * 0.1;
  const double expected = normal((1.0 - a) / std::sqrt(2.0)) + std::exp(a) * normal((-a - 1.0) / std::sqrt(2.0));
  EXPECT_NEAR(stopped, expected, k * std::sqrt(expected * (1.0 - expected) / 40000.0) + 2e-3);
  for (std::size_t n = 0; n < 100; ++n)
    EXPECT_EQ(std::isnan(recording.state(0, n, 1, 0)), recording.ends[n].status != TrajectoryStatus::done);
}

/// Hysteresis: heating that begins below 1 and ends above 2. x' = -x without, -x + 4 with it: from 2 to 1 in log 2,
/// from 1 to 2 in log(3/2).
TEST(EventLaw, InterventionsBeginAndEndByConditions) {
  Experiment experiment = plain_experiment(
      {make_variable("x", "-x", {}, Expression(2.0)), make_variable("heated", "0", {}, Expression(0.0))}, 16, 0.05, 40);
  experiment.scheme = "dopri5";
  Window window;
  window.when = formula_of("x <= 1");
  window.ends_when = formula_of("x >= 2");
  experiment.scenarios[0].interventions = {make_intervention("shift", "x", {{"value", formula("4")}}, window),
                                           make_intervention("shift", "heated", {{"value", formula("1")}}, window)};
  const Recording recording = simulate(experiment);
  const double cooling = std::log(2.0), heating = std::log(1.5);
  const double rest = 2.0 - (cooling + heating);  // of the second round: cooling, then heated again
  EXPECT_NEAR(recording.state(0, 5, 1, 1), heating + (rest - cooling), 1e-6);
  EXPECT_NEAR(recording.state(0, 5, 1, 0), 4.0 - 3.0 * std::exp(-(rest - cooling)), 1e-6);
}

/// Without noise moments are found to 2^-20 of a step, and the ends of pieces are no points of that grid.
TEST(EventLaw, AMomentAtASplitTimeIsFoundToo) {
  Experiment experiment = plain_experiment({make_variable("c", "0", {}, Expression(0.0))}, 16, 0.5, 2);
  experiment.saves.times = {0.3, 0.53, 0.7, 1.0};
  experiment.model.events = {{"e", formula_of("t >= 0.53"), {{"c", formula_of("c + 1")}}, false, {}}};
  const Recording recording = simulate(experiment);
  for (std::size_t save = 0; save < 4; ++save) EXPECT_EQ(recording.state(0, 7, save, 0), save == 0 ? 0.0 : 1.0);
}

TEST(EventLaw, ARateThatIsNoNumberEndsTheTrajectory) {
  Experiment experiment = plain_experiment(
      {make_variable("x", "1", {{"tick", Expression(0.0)}, {"tock", Expression(1.0)}}, Expression(0.0))}, 16, 0.25, 8);
  experiment.model.jumps = {{"tick", Expression(1.0), {}, {}}, {"tock", formula_of("log(1 - x)"), {}, {}}};
  const Recording recording = simulate(experiment);
  for (const auto& end : recording.ends) {
    EXPECT_EQ(end.status, TrajectoryStatus::diverged);
    EXPECT_EQ(end.variable, -1);
    EXPECT_NEAR(end.time, 1.0, 0.26);
  }
}

TEST(EventLaw, AStormEndsTheTrajectoryAndNotTheRun) {
  Experiment experiment = plain_experiment({make_variable("x", "1", {}, Expression(0.0))}, 64, 0.25, 8);
  experiment.model.events = {{"there", formula_of("x > 0.6"), {{"x", Expression(0.0)}}, false, {}},
                             {"back", formula_of("x <= 0"), {{"x", Expression(0.7)}}, false, {}}};
  const Recording recording = simulate(experiment);
  for (const auto& end : recording.ends) {
    EXPECT_EQ(end.status, TrajectoryStatus::diverged);
    EXPECT_EQ(end.variable, -1);
  }
}

TEST(EventLaw, AConditionThatHoldsAtTheStartHappensThere) {
  Experiment experiment = plain_experiment({make_variable("x", "0", {}, Expression(2.0))}, 16, 0.25, 8);
  experiment.model.events = {{"large", formula_of("x > 1"), {{"x", formula_of("x + 10")}}, false, {}}};
  const Recording recording = simulate(experiment);
  EXPECT_EQ(recording.state(0, 0, 0, 0), 12.0);
  EXPECT_EQ(recording.state(0, 0, 1, 0), 12.0);
}

TEST(EventLaw, SchemesThatCannotStopInsideAStepAreRefused) {
  Experiment experiment =
      plain_experiment({make_variable("x", "-x", {{"x", Expression(1.0)}}, Expression(2.0))}, 16, 0.25, 8);
  experiment.model.events = {{"large", formula_of("x > 1"), {}, true, {}}};
  for (const char* scheme : {"weak_euler", "exact_linear"}) {
    experiment.scheme = scheme;
    EXPECT_THROW(compile_run(experiment), Error) << scheme;
  }
}

}  // namespace
}  // namespace dosde
