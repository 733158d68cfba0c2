// Schemes of the deterministic limit: step by step against Boost.Odeint, runs against closed forms.

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/registry.hpp"
#include "tests/engine/ensemble/experiments.hpp"
#include "tests/engine/solvers/odeint_step.hpp"
#include "tests/engine/solvers/refusal.hpp"

namespace dosde {
namespace {

struct System {
  std::vector<std::string> names, drifts;
  std::vector<double> start;
};

const std::vector<System>& systems() {
  static const std::vector<System> all = {
      {{"x", "v"}, {"v", "-x + 0.3*cos(2*t)"}, {1.0, 0.5}},    // ∂f/∂t = 0 at t = 0: see rosenbrock4.cpp
      {{"x", "y"}, {"y", "5*((1 - x^2)*y - x)"}, {2.0, 0.0}},  // van der Pol
      {{"a", "b", "c"},                                        // Robertson
       {"-0.04*a + 1e4*b*c", "0.04*a - 1e4*b*c - 3e7*b^2", "3e7*b^2"},
       {1.0, 1e-5, 1e-3}},
  };
  return all;
}

Experiment experiment_of(const System& system, const std::string& scheme, double stop, std::int64_t steps) {
  Experiment experiment;
  for (std::size_t i = 0; i < system.names.size(); ++i)
    experiment.model.variables.push_back(
        make_variable(system.names[i], system.drifts[i], {}, Expression(system.start[i])));
  experiment.time = {0.0, stop / static_cast<double>(steps), steps};
  experiment.saves = save_at_steps(experiment.time, {0, steps});
  experiment.scheme = scheme;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

/// Formulas at a point, one after the other.
std::vector<double> values_at(const std::vector<Expression>& formulas, const System& system,
                              const std::vector<double>& x, double t) {
  Point point;
  point.values["t"] = t;
  for (std::size_t i = 0; i < x.size(); ++i) point.values[system.names[i]] = x[i];
  std::vector<double> values;
  for (const auto& formula : formulas) values.push_back(evaluate_scalar(formula, point));
  return values;
}

TEST(Deterministic, StepsAreThoseOfBoostOdeint) {
  for (const System& system : systems()) {
    const double h = 0.0625;
    std::vector<Expression> drifts, clocks;
    std::vector<std::vector<Expression>> jacobian;
    for (const auto& text : system.drifts) {
      drifts.push_back(parse_expression(text));
      clocks.push_back(differentiate(drifts.back(), "t"));
      jacobian.emplace_back();
      for (const auto& name : system.names) jacobian.back().push_back(differentiate(drifts.back(), name));
    }
    const OdeSlope slope = [&](const auto& x, double t) { return values_at(drifts, system, x, t); };
    const OdeSlope clock = [&](const auto& x, double t) { return values_at(clocks, system, x, t); };
    const auto matrix = [&](const std::vector<double>& x, double t) {
      std::vector<std::vector<double>> rows;
      for (const auto& row : jacobian) rows.push_back(values_at(row, system, x, t));
      return rows;
    };
    const std::map<std::string, std::vector<double>> expected = {
        {"dopri5", odeint_dopri5_step(slope, system.start, 0.0, h)},
        {"rosenbrock4", odeint_rosenbrock4_step(slope, matrix, clock, system.start, 0.0, h)}};
    for (const auto& [scheme, states] : expected) {
      const Recording found = simulate(experiment_of(system, scheme, h, 1));
      for (std::size_t i = 0; i < states.size(); ++i)
        EXPECT_NEAR(found.state(0, 0, 1, i), states[i], 1e-12 * std::abs(states[i])) << scheme << ", row " << i;
    }
  }
}

TEST(Deterministic, OrdersOnClosedForms) {
  struct Case {
    System system;
    double stop, exact;
  };
  // An oscillator, x(3) = cos 3; a population, x(2) = 1/(1 + 9 e^-6); forced decay, to which the clock's derivative
  // matters, x(t) = (1 + 8/65) e^-8t + (64 sin t - 8 cos t)/65.
  const std::vector<Case> cases = {
      {{{"x", "v"}, {"v", "-x"}, {1.0, 0.0}}, 3.0, std::cos(3.0)},
      {{{"x"}, {"3*x*(1 - x)"}, {0.1}}, 2.0, 1.0 / (1.0 + 9.0 * std::exp(-6.0))},
      {{{"x"}, {"8*(sin(t) - x)"}, {1.0}},
       1.0,
       (1.0 + 8.0 / 65.0) * std::exp(-8.0) + (64.0 * std::sin(1.0) - 8.0 * std::cos(1.0)) / 65.0}};
  for (const auto& [scheme, order] : std::map<std::string, double>{{"dopri5", 5.0}, {"rosenbrock4", 4.0}})
    for (const auto& each : cases) {
      const auto error = [&](std::int64_t steps) {
        return std::abs(simulate(experiment_of(each.system, scheme, each.stop, steps)).state(0, 0, 1, 0) - each.exact);
      };
      // No sampling; the next order's term is a tenth or so. Some errors happen to vanish faster.
      EXPECT_GT(std::log2(error(24) / error(48)), order - 0.35) << scheme << ", " << each.system.drifts.back();
      EXPECT_LT(error(48), 1e-5) << scheme << ", " << each.system.drifts.back();
    }
}

TEST(Deterministic, StiffModels) {
  // Robertson's reactions at t = 40 (Hairer & Wanner 1996, IV.10): rates of thousands and steps of 1/500.
  System robertson = systems()[2];
  robertson.start = {1.0, 0.0, 0.0};
  const Recording found = simulate(experiment_of(robertson, "rosenbrock4", 40.0, 20000));
  EXPECT_NEAR(found.state(0, 0, 1, 0), 0.7158270688, 1e-6);
  EXPECT_NEAR(found.state(0, 0, 1, 1), 9.185534765e-6, 1e-11);
  EXPECT_NEAR(found.state(0, 0, 1, 2), 0.2841637457, 1e-6);
  EXPECT_EQ(simulate(experiment_of(robertson, "dopri5", 40.0, 20000)).ends[0].status, TrajectoryStatus::diverged);
}

TEST(Deterministic, AdaptiveStepsKeepTheirTolerances) {
  System robertson = systems()[2];
  robertson.start = {1.0, 0.0, 0.0};
  Experiment experiment = experiment_of(robertson, "rosenbrock4", 40.0, 40);
  experiment.step_control = StepControl{};
  experiment.step_control->relative_tolerance = 1e-7;
  experiment.step_control->absolute_tolerance = 1e-11;
  Recording found = simulate(experiment);
  EXPECT_NEAR(found.state(0, 0, 1, 0), 0.7158270688, 1e-5);
  EXPECT_NEAR(found.state(0, 0, 1, 1), 9.185534765e-6, 1e-9);
  experiment = experiment_of({{"x", "v"}, {"v", "-x"}, {1.0, 0.0}}, "dopri5", 20.0, 10);
  experiment.step_control = StepControl{};
  experiment.step_control->relative_tolerance = 1e-9;
  experiment.step_control->absolute_tolerance = 1e-9;
  EXPECT_NEAR(simulate(experiment).state(0, 0, 1, 0), std::cos(20.0), 1e-6);
}

TEST(Deterministic, TrajectoriesDifferByWhatIsDrawn) {
  Experiment experiment = experiment_of({{"x"}, {"rate*x*(1 - x)"}, {0.1}}, "dopri5", 2.0, 64);
  experiment.model.parameters = {make_parameter("rate", Law{"uniform", {Expression(1.0), Expression(3.0)}})};
  experiment.model.variables.push_back(make_variable("r", "0", {}, parse_expression("rate")));
  experiment.trajectories = 100;
  experiment.scenarios.resize(2);
  experiment.scenarios[0].name = "left alone";
  experiment.scenarios[1].name = "halved";
  experiment.scenarios[1].interventions = {make_intervention("scale_drift", "x", {{"factor", formula("0.5")}})};
  const Recording found = simulate(experiment);
  for (std::size_t s = 0; s < 2; ++s)
    for (std::size_t n = 0; n < 100; ++n) {
      const double rate = found.state(s, n, 0, 1) * (s == 0 ? 1.0 : 0.5);
      EXPECT_NEAR(found.state(s, n, 1, 0), 1.0 / (1.0 + 9.0 * std::exp(-2.0 * rate)), 1e-9);
    }
}

TEST(Deterministic, RefusesNoiseAndTables) {
  Experiment experiment = experiment_of(systems()[0], "dopri5", 1.0, 8);
  experiment.model.variables[1].noise = {{"W", Expression(0.1), {}}};
  expect_refusal(experiment, "the scheme 'dopri5' does not fit this model's additive noise");
  experiment = experiment_of({{"x"}, {"dose - x"}, {0.0}}, "rosenbrock4", 1.0, 8);
  experiment.model.inputs = {Table{"dose", {0.0, 1.0}, {0.0, 1.0}, Interpolation::linear}};
  expect_refusal(experiment, "the drift of row 'x' names the input 'dose'");
}

}  // namespace
}  // namespace dosde
