// Schemes of higher order at and near reflecting bounds: they must not fail where Euler–Maruyama is right.

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ensemble/run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// A square-root process at its bound (Cox, Ingersoll, Ross 1985): dx = k (1 - x) dt + ½ √x dW.
Experiment square_root_process(const std::string& scheme, double start, double rate) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", std::to_string(rate) + "*(1 - x)",
                                              {{"x", parse_expression("0.5*sqrt(x)")}}, Expression(start))};
  experiment.model.variables[0].lower = Expression(0.0);
  experiment.time = {0.0, 1.0 / 128, 128};
  experiment.saves = save_at_steps(experiment.time, {128});
  experiment.scheme = scheme;
  experiment.trajectories = 1000;
  experiment.seed = 5;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

double finite_mean(const Experiment& experiment) {
  const Recording recording = simulate(experiment);
  double sum = 0.0;
  for (std::size_t n = 0; n < static_cast<std::size_t>(experiment.trajectories); ++n)
    sum += recording.state(0, n, 0, 0);  // NaN where a trajectory diverged
  return sum / static_cast<double>(experiment.trajectories);
}

TEST(Bounds, EverySchemeStartsASquareRootProcessAtItsBound) {
  // E x(1) = 1 - e^-1; the standard error of 1000 trajectories is about 0.25/√1000 = 0.008, so 0.05 is six of them.
  for (const auto& scheme : scheme_registry()) {
    if (!order_on(scheme, NoiseClass::scalar)) continue;
    EXPECT_NEAR(finite_mean(square_root_process(scheme.name, 0.0, 1.0)), 1.0 - std::exp(-1.0), 0.05) << scheme.name;
  }
}

TEST(Bounds, SupportValuesStayInsideToo) {
  // Slow return and a start near 0: a support value x + f h + g ΔW is often negative, and its root would be NaN.
  for (const auto& scheme : scheme_registry()) {
    if (!order_on(scheme, NoiseClass::scalar)) continue;
    EXPECT_TRUE(std::isfinite(finite_mean(square_root_process(scheme.name, 0.02, 0.1)))) << scheme.name;
  }
}

// By symmetry a reflected linear process is |x| of the free one, of the same scheme and noise, however stiff.
TEST(Bounds, AnImplicitStepIsTheFreeOneFolded) {
  for (const auto& scheme : scheme_registry()) {
    if (scheme.drift_step != DriftStep::solved || !order_on(scheme, NoiseClass::additive)) continue;
    Experiment free = square_root_process(scheme.name, 0.25, 1.0);
    free.model.variables[0].drift = parse_expression("-100*x");
    free.model.variables[0].noise = {{"x", Expression(1.0), {}}};
    free.model.variables[0].lower.reset();
    free.time = {0.0, 0.1, 20};
    free.saves = save_at_steps(free.time, {20});
    Experiment reflected = free;
    reflected.model.variables[0].lower = Expression(0.0);
    // Not path by path: the fold turns the noise of the next step around. E|x| of both, four standard errors apart.
    const Recording of_free = simulate(free);
    double free_mean = 0.0, squares = 0.0;
    for (std::size_t n = 0; n < 1000; ++n) {
      const double x = std::abs(of_free.state(0, n, 0, 0));
      free_mean += x / 1000.0;
      squares += x * x / 1000.0;
    }
    const double standard_error = std::sqrt((squares - free_mean * free_mean) / 1000.0);
    EXPECT_NEAR(finite_mean(reflected), free_mean, 4.0 * std::sqrt(2.0) * standard_error) << scheme.name;
  }
}

TEST(Bounds, ASolutionBeyondABoundIsNoFailure) {
  for (const auto& scheme : scheme_registry()) {
    if (scheme.drift_step != DriftStep::solved || !order_on(scheme, NoiseClass::additive)) continue;
    Experiment experiment = square_root_process(scheme.name, 0.25, 1.0);
    experiment.model.variables[0].drift = parse_expression("-x^3");
    experiment.model.variables[0].noise = {{"x", Expression(1.0), {}}};
    experiment.model.variables[0].lower = Expression(-0.5);
    experiment.time = {0.0, 0.05, 100};
    experiment.saves = save_at_steps(experiment.time, {100});
    EXPECT_TRUE(std::isfinite(finite_mean(experiment))) << scheme.name;
  }
}

}  // namespace
}  // namespace dosde
