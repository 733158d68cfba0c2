#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/analysis/abduction/abduction.hpp"
#include "engine/analysis/abduction/particles.hpp"
#include "engine/ensemble/run.hpp"
#include "tests/engine/analysis/abduction/recorded_paths.hpp"
#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

const double unseen = std::nan("");

/// Mean and variance over the draws of the first path.
struct Spread {
  double mean = 0.0, variance = 0.0;
};

Spread spread_of(const std::vector<double>& values, std::size_t first, std::int64_t count) {
  Spread spread;
  for (std::int64_t n = 0; n < count; ++n) spread.mean += values[first + static_cast<std::size_t>(n)];
  spread.mean /= static_cast<double>(count);
  for (std::int64_t n = 0; n < count; ++n)
    spread.variance += std::pow(values[first + static_cast<std::size_t>(n)] - spread.mean, 2);
  spread.variance /= static_cast<double>(count - 1);
  return spread;
}

Spread increments_of(const Abduction& found, std::int64_t source, std::int64_t cell) {
  return spread_of(found.world.increments, found.world.place(source, cell, 0), found.draws);
}

/// A linear loop with a shared source, a variable that is never seen, a clamp that is a policy, and an impulse.
Experiment linear_loop() {
  Experiment experiment = experiment_of(
      {make_variable("x", "-x + y", {{"a", Expression(0.5)}, {"b", Expression(0.25)}}, Expression(1.0)),
       make_variable("y", "0.5 - y - z", noise("b", "0.5"), Law{"normal", {Expression(0.0), Expression(0.5)}}),
       make_variable("z", "x - 2*z", noise("z", "1"), Law{"normal", {Expression(0.5), Expression(1.0)}}),
       make_variable("w", "y - w", noise("w", "0.3"), Expression(0.0))});
  experiment.time = {0.0, 0.125, 12};
  experiment.saves = save_every(experiment.time, 1);
  experiment.scenarios.front().interventions = {
      make_intervention("clamp", "w", {{"value", formula("2*x + t")}}, {0.5, 1.0, {}}),
      make_intervention("impulse", "x", {{"at", Argument(std::vector<double>{0.75})}, {"add", formula("0.5")}})};
  return experiment;
}

TEST(Guiding, GivesTheLawOfALinearModelWithEqualWeights) {
  const Experiment experiment = linear_loop();
  ObservedPaths paths = without(paths_of(simulate(experiment)), "z");
  for (std::size_t t = 0; t < paths.times.size(); ++t) {
    if (t % 4 != 0) paths.states[3 * t] = unseen;                      // x
    if (t % 3 != 1) paths.states[3 * t + 1] = unseen;                  // y
    if (t < 5 || (t > 8 && t < 11)) paths.states[3 * t + 2] = unseen;  // w
    if (t >= 5 && t <= 8 && t % 4 != 0) paths.states[3 * t + 2] = unseen;
  }
  AbductionRequest request{"", 4000, 7, {{"y", 0.1}}};
  const Abduction smoothed = abduct(experiment, paths, request);
  EXPECT_EQ(smoothed.method, AbductionMethod::smoothing);
  request.method = AbductionMethod::guiding;
  request.particles = 4000;
  const Abduction guided = abduct(experiment, paths, request);
  EXPECT_EQ(guided.method, AbductionMethod::guiding);
  EXPECT_NEAR(guided.guiding.least_effective, 4000.0, 1e-6);
  for (const double weight : guided.guiding.weights) EXPECT_NEAR(weight, 1.0, 1e-9);
  EXPECT_EQ(guided.determined, smoothed.determined);
  EXPECT_TRUE(guided.is_possible() && guided.is_representative());
  // 48 increments and 3 starts, each a difference of two means and a ratio of two variances: k = 5, a false alarm in
  // 17,000 (of variances, whose errors are only nearly normal, somewhat more).
  const auto compare = [](const Spread& one, const Spread& other, const std::string& what) {
    EXPECT_NEAR(one.mean, other.mean, 5.0 * std::sqrt((one.variance + other.variance) / 4000.0) + 1e-12) << what;
    EXPECT_NEAR(one.variance, other.variance, 5.0 * other.variance * std::sqrt(4.0 / 4000.0) + 1e-20) << what;
  };
  for (std::int64_t source = 0; source < 4; ++source)
    for (std::int64_t cell = 0; cell < 12; ++cell)
      compare(increments_of(guided, source, cell), increments_of(smoothed, source, cell),
              guided.world.sources[static_cast<std::size_t>(source)] + " over " + std::to_string(cell));
  ASSERT_EQ(guided.world.variables, smoothed.world.variables);
  for (std::size_t v = 0; v < guided.world.variables.size(); ++v)
    compare(spread_of(guided.world.initial[v], 0, 4000), spread_of(smoothed.world.initial[v], 0, 4000),
            guided.world.variables[v]);
}

TEST(Guiding, AgreesWithQuadratureWhereNoiseIsMultiplicative) {
  // Three steps of x' = x + h (x - x³) + (0.4 + 0.5 x²) ΔW from 0.5 to 0.8 with two states between them hidden.
  Experiment experiment = experiment_of({make_variable("x", "x - x^3", noise("x", "0.4 + 0.5*x^2"), Expression(0.5))});
  experiment.time = {0.0, 0.25, 3};
  experiment.saves = save_every(experiment.time, 3);
  const double h = 0.25;
  const ObservedPaths paths{"a test", {"x"}, {0.0, 0.25, 0.5, 0.75}, 1, {0.5, unseen, unseen, 0.8}};
  const std::int64_t count = 20000;
  AbductionRequest request{"", count, 3, {}};
  request.particles = count;
  const Abduction found = abduct(experiment, paths, request);
  EXPECT_EQ(found.method, AbductionMethod::guiding);
  EXPECT_LT(found.guiding.least_effective, 0.999 * static_cast<double>(count));  // weights are at work
  const auto loading = [](double x) { return 0.4 + 0.5 * x * x; };
  const auto increment = [&](double x, double next) { return (next - x - h * (x - x * x * x)) / loading(x); };
  const auto density = [&](double x, double next) {
    return std::exp(-0.5 * std::pow(increment(x, next), 2) / h) / loading(x);
  };
  // The trapezoidal rule on [-5, 6]², at whose edge the density is below 1e-12 of its largest.
  double mass = 0.0, means[3] = {}, squares[3] = {};
  for (double x1 = -5.0; x1 <= 6.0; x1 += 0.01) {
    for (double x2 = -5.0; x2 <= 6.0; x2 += 0.01) {
      const double weight = density(0.5, x1) * density(x1, x2) * density(x2, 0.8);
      const double all[] = {increment(0.5, x1), increment(x1, x2), increment(x2, 0.8)};
      mass += weight;
      for (int k = 0; k < 3; ++k) {
        means[k] += weight * all[k];
        squares[k] += weight * all[k] * all[k];
      }
    }
  }
  // 3 means and 3 second moments, k = 4.5 standard errors of the effective sample and of the picks from it: a false
  // alarm in 25,000. The fourth moment of a law with tails like these is below 6 times the squared second.
  const double error = 4.5 * std::sqrt(1.0 / found.guiding.least_effective + 1.0 / static_cast<double>(count));
  for (int k = 0; k < 3; ++k) {
    const double mean = means[k] / mass, square = squares[k] / mass;
    const Spread drawn = increments_of(found, 0, k);
    EXPECT_NEAR(drawn.mean, mean, error * std::sqrt(square - mean * mean)) << k;
    EXPECT_NEAR(drawn.variance + drawn.mean * drawn.mean, square, error * std::sqrt(5.0) * square) << k;
  }
}

TEST(Guiding, AgreesWithWeightedDrawsOfTheModel) {
  // y is never seen and starts anywhere in (0, 2); x is seen with noise; both share a source; in between
  // a clamp begins, of v that follows x and drives y.
  Experiment experiment =
      experiment_of({make_variable("x", "sin(y) - x", {{"a", Expression(0.5)}}, Expression(1.0)),
                     make_variable("y", "x*v - y", {{"a", parse_expression("0.3*y")}, {"b", parse_expression("0.6")}},
                                   Law{"uniform", {Expression(0.0), Expression(2.0)}}),
                     make_variable("v", "x - v", {}, Expression(0.5))});
  experiment.time = {0.0, 0.25, 4};
  experiment.saves = save_every(experiment.time, 4);
  experiment.scenarios.front().interventions = {
      make_intervention("clamp", "v", {{"value", formula("x^2")}}, {0.5, {}, {}})};
  const ObservedPaths paths{"a test", {"x"}, {0.0, 0.25, 0.5, 0.75, 1.0}, 1, {1.2, unseen, 0.4, unseen, 1.5}};
  const std::int64_t count = 20000;
  AbductionRequest request{"", count, 3, {{"x", 0.3}}};
  request.particles = count;
  const Abduction found = abduct(experiment, paths, request);
  ASSERT_EQ(found.world.sources, (std::vector<std::string>{"a", "b"}));
  std::mt19937_64 engine(5);
  std::normal_distribution<double> normal(0.0, 0.5);  // √h
  std::uniform_real_distribution<double> uniform(0.0, 2.0);
  const auto likelihood = [](double x, double seen) { return std::exp(-0.5 * std::pow((x - seen) / 0.3, 2)); };
  constexpr int numbers = 9;  // 4 increments of a, 4 of b, the start of y
  double mass = 0.0, mass_square = 0.0, means[numbers] = {}, squares[numbers] = {};
  for (int n = 0; n < 1000000; ++n) {
    double all[numbers], x = 1.0, y = uniform(engine), v = 0.5, weight = 1.0;
    all[8] = y;
    for (int k = 0; k < 4; ++k) {
      const double a = all[k] = normal(engine), b = all[4 + k] = normal(engine);
      const double next_x = x + 0.25 * (std::sin(y) - x) + 0.5 * a;
      const double next_y = y + 0.25 * (x * v - y) + 0.3 * y * a + 0.6 * b;
      v = k < 1 ? v + 0.25 * (x - v) : next_x * next_x;
      x = next_x;
      y = next_y;
      if (k == 1) weight *= likelihood(x, 0.4);
      if (k == 3) weight *= likelihood(x, 1.5);
    }
    mass += weight;
    mass_square += weight * weight;
    for (int k = 0; k < numbers; ++k) {
      means[k] += weight * all[k];
      squares[k] += weight * all[k] * all[k];
    }
  }
  const double effective = mass * mass / mass_square;
  EXPECT_GT(effective, 10000.0);
  // 18 numbers, k = 5 standard errors of both effective samples and the picks: a false alarm in 97,000.
  const double error =
      5.0 * std::sqrt(1.0 / found.guiding.least_effective + 1.0 / static_cast<double>(count) + 1.0 / effective);
  for (int k = 0; k < numbers; ++k) {
    const double mean = means[k] / mass, square = squares[k] / mass;
    const Spread drawn = k < 8 ? increments_of(found, k / 4, k % 4) : spread_of(found.world.initial[1], 0, count);
    EXPECT_NEAR(drawn.mean, mean, error * std::sqrt(square - mean * mean)) << k;
    EXPECT_NEAR(drawn.variance + drawn.mean * drawn.mean, square, error * std::sqrt(2.0) * square) << k;
  }
}

/// Two wells, and a variable that the state drives without noise of its own.
Experiment two_wells() {
  Experiment experiment = experiment_of({make_variable("x", "x - x^3 - 0.2*y", noise("x", "0.6"), Expression(-1.0)),
                                         make_variable("y", "x - y", noise("y", "0.1 + 0.1*x^2"), Expression(0.0))});
  experiment.time = {0.0, 0.0625, 64};
  experiment.saves = save_every(experiment.time, 1);
  experiment.trajectories = 2;
  return experiment;
}

ObservedPaths with_gaps(ObservedPaths paths) {
  for (std::size_t t = 0; t < paths.times.size(); ++t)
    if ((t > 10 && t < 26) || (t > 30 && t < 50)) paths.states[2 * t] = paths.states[2 * t + 1] = unseen;
  return paths;
}

TEST(Guiding, MakesWorldsThatReturnToWhatWasSeen) {
  Experiment experiment = two_wells();
  const Recording recording = simulate(experiment);
  const ObservedPaths whole = paths_of(recording);
  const ObservedPaths paths = with_gaps(whole);
  const Abduction found = abduct(experiment, paths, {"", 20, 5, {}});
  EXPECT_TRUE(found.is_possible() && found.is_representative());
  EXPECT_EQ(found.guiding.particles, 1000);
  EXPECT_EQ(found.sources[0].counts.at(Undetermined::state_unseen),
            16 + 20);  // of the first path; the other has no unseen
  EXPECT_EQ(found.sources[0].counts.at(Undetermined::no), 2 * 64 - 36);
  experiment.world = std::make_shared<const RecordedWorld>(found.world);
  experiment.trajectories = 40;
  experiment.seed = 99;
  const Recording replay = simulate(experiment);
  double farthest = 0.0;
  for (std::size_t n = 0; n < 40; ++n) {
    for (std::size_t i = 0; i < 2 * whole.times.size(); ++i) {
      const double own = replay.states[n * 2 * whole.times.size() + i];
      const std::size_t place = n / 20 * 2 * whole.times.size() + i;
      if (std::isnan(paths.states[place]))
        farthest = std::max(farthest, std::abs(own - whole.states[place]));
      else
        EXPECT_NEAR(own, whole.states[place], 1e-10);
    }
  }
  EXPECT_GT(farthest, 0.1);  // in the gaps they are worlds of their own
  // A path's draws do not depend on what else is asked for.
  ObservedPaths first = paths;
  first.trajectories = 1;
  first.states.resize(first.states.size() / 2);
  const Abduction alone = abduct(two_wells(), first, {"", 20, 5, {}});
  for (std::int64_t cell = 0; cell < 64; ++cell)
    for (std::int64_t n = 0; n < 20; ++n)
      EXPECT_EQ(alone.world.increments[alone.world.place(0, cell, n)],
                found.world.increments[found.world.place(0, cell, n)]);
}

TEST(Guiding, SaysWhenParticlesAreTooFew) {
  const Experiment experiment = two_wells();
  AbductionRequest request{"", 1, 5, {}};
  request.particles = 9;
  EXPECT_FALSE(abduct(experiment, with_gaps(paths_of(simulate(experiment))), request).is_representative());
}

TEST(Guiding, SeesARowThatNoNoiseExplainsOverGapsElsewhere) {
  // y has no noise and sees x, which is known; z is never seen, and not linear.
  Experiment experiment = experiment_of({make_variable("x", "-x", noise("x", "0.5"), Expression(1.0)),
                                         make_variable("y", "x - y", {}, Expression(0.0)),
                                         make_variable("z", "x - z^3", noise("z", "0.5"), Expression(0.0))});
  experiment.saves = save_every(experiment.time, 1);
  ObservedPaths paths = without(paths_of(simulate(experiment)), "z");
  const Abduction sound = abduct(experiment, paths, {});
  EXPECT_TRUE(sound.is_possible());
  EXPECT_EQ(sound.sources[0].counts.at(Undetermined::no), 320);
  EXPECT_EQ(sound.sources[1].counts.at(Undetermined::state_unseen), 320);
  paths.states[2 * 40 + 1] += 1e-6;
  const Abduction broken = abduct(experiment, paths, {});
  EXPECT_FALSE(broken.is_possible());
  EXPECT_NEAR(broken.rows[1].residual, 1e-6, 1e-9);
}

TEST(Guiding, RefusesWhatNoDrawMeets) {
  const auto refuses = [](const Experiment& experiment, const ObservedPaths& paths, const std::string& words,
                          const AbductionRequest& request = {}) {
    try {
      abduct(experiment, paths, request);
      ADD_FAILURE() << "not refused: " << words;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
    }
  };
  Experiment pendulum = experiment_of({make_variable("x", "v", {}, Expression(1.0)),
                                       make_variable("v", "-sin(x)", noise("v", "0.5"), Expression(0.0))});
  pendulum.saves = save_every(pendulum.time, 1);
  const ObservedPaths paths = paths_of(simulate(pendulum));
  refuses(pendulum, without(paths, "v"), "has none of its own");
  EXPECT_TRUE(abduct(pendulum, without(paths, "v"), {"", 1, {}, {{"x", 0.01}}}).is_representative());
  Experiment implicit = pendulum;
  implicit.scheme = "trapezoidal_maruyama";
  refuses(implicit, without(paths, "x"), "explicit steps");
  AbductionRequest smooth;
  smooth.method = AbductionMethod::smoothing;
  refuses(pendulum, without(paths, "x"), "not affine", smooth);
  AbductionRequest particles;
  particles.particles = 100;
  refuses(pendulum, paths, "nothing is guided", particles);
  // Two variables on one source, and a third that was not seen.
  Experiment shared = experiment_of({make_variable("x", "-x + z", noise("a", "0.5"), Expression(1.0)),
                                     make_variable("y", "-y", noise("a", "0.25"), Expression(0.0)),
                                     make_variable("z", "-z^3", noise("z", "1"), Expression(0.0))});
  shared.saves = save_every(shared.time, 1);
  refuses(shared, without(paths_of(simulate(shared)), "z"), "than sources move");
  // A clamp that tells of what was not seen.
  shared.scenarios.front().interventions = {
      make_intervention("clamp", "y", {{"value", formula("z^2")}}, {1.0, {}, {}})};
  refuses(shared, without(paths_of(simulate(shared)), "z"), "sets it by 'z'");
}

TEST(Guiding, TakesAnImpulseOnWhatWasNotSeen) {
  // z is never seen, and halved at 2: that tells nothing that was hidden.
  Experiment experiment = experiment_of({make_variable("x", "z - x", noise("x", "0.5"), Expression(1.0)),
                                         make_variable("z", "1 - z^3", noise("z", "0.5"), Expression(0.0))});
  experiment.time = {0.0, 0.0625, 64};
  experiment.saves = save_every(experiment.time, 1);
  experiment.scenarios.front().interventions = {
      make_intervention("impulse", "z", {{"at", std::vector<double>{2.0}}, {"set", formula("0.5*z")}})};
  const Recording recording = simulate(experiment);
  const Abduction found = abduct(experiment, without(paths_of(recording), "z"), {"", 10, 5, {}});
  EXPECT_TRUE(found.is_possible() && found.is_representative());
  experiment.world = std::make_shared<const RecordedWorld>(found.world);
  experiment.trajectories = 10;
  const Recording replay = simulate(experiment);
  for (std::size_t n = 0; n < 10; ++n)
    for (std::size_t t = 0; t <= 64; ++t) EXPECT_NEAR(replay.states[(n * 65 + t) * 2], recording.states[t * 2], 1e-10);
}

TEST(Particles, ArePickedInProportion) {
  const std::vector<double> weights{0.1, 0.0, 0.25, 0.6, 0.05, 0.0};
  for (const double uniform : {1e-17, 0.3, 0.5, 0.999999999999}) {
    const auto places = pick_systematically(weights, 10, uniform);
    ASSERT_EQ(places.size(), 10U);
    for (std::size_t k = 0; k < weights.size(); ++k) {
      const auto times = std::count(places.begin(), places.end(), static_cast<std::int32_t>(k));
      EXPECT_LE(std::abs(static_cast<double>(times) - 10.0 * weights[k]), weights[k] > 0.0 ? 1.0 : 0.0) << k;
    }
  }
}

}  // namespace
}  // namespace dosde
