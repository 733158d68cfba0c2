// Inputs that jump: no effect precedes its cause, and no scheme loses its order.

#include "engine/solvers/stage.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ensemble/run.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// dx = drift dt on steps of 1/steps; `dose` is a table of steps and `ramp` one of straight lines, both from 0 to 1 at
/// t = 1.
Experiment switched(const std::string& scheme, const std::string& drift, std::int64_t steps) {
  Experiment experiment;
  experiment.model.inputs = {Table{"dose", {0.0, 1.0}, {0.0, 1.0}, Interpolation::previous},
                             Table{"ramp", {0.0, 1.0}, {0.0, 1.0}, Interpolation::linear}};
  experiment.model.variables = {make_variable("x", drift, {}, Expression(0.0))};
  experiment.time = {0.0, 1.0 / static_cast<double>(steps), 2 * steps};
  experiment.saves = save_at_steps(experiment.time, {steps, 2 * steps});
  experiment.scheme = scheme;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

TEST(Stage, WeightedSumsTakeAsFewOperationsAsTheirWeightsAllow) {
  const Expression h = Expression::symbol("h");
  const std::vector<Expression> values = {Expression::symbol("p"), Expression::symbol("q"), Expression::symbol("r")};
  const auto text = [&](const std::vector<double>& weights) { return to_text(weighted_sum(weights, values)); };
  EXPECT_EQ(text({0.0, 0.0, 0.0}), "0");
  EXPECT_EQ(text({2.0, 3.0, 1.0}), "fma(3, q, fma(2, p, r))");
  EXPECT_EQ(text({-1.0, 2.0, 0.0, 5.0}), "2*q - p");
  EXPECT_EQ(text({-1.0, 0.0, -1.0}), "-p - r");
  EXPECT_EQ(to_text(weighted_sum({}, {})), "0");
  EXPECT_EQ(to_text(add_weighted(Expression::symbol("x"), h, {0.0, 1.0, 0.5}, values)), "fma(r, 0.5*h, fma(h, q, x))");
  EXPECT_EQ(column_of({{values[0], values[1]}, {values[1], values[2]}}, 1, 5).size(), 2U);
  EXPECT_TRUE(column_of({{values[0], values[1]}, {values[1], values[2]}}, 1, 1)[0].is_same(values[1]));
}

TEST(Stage, NoEffectPrecedesItsCause) {
  // Steps of 1/10 and 1/7 too: the sum t + h of a stage is not exactly the switch time there.
  for (const auto& scheme : scheme_registry()) {
    // These refuse the time, or short steps, or tables.
    if (scheme.made_for == MadeFor::steps_of_one_length || scheme.name == "rosenbrock4") continue;
    for (const char* drift : {"dose", "where(t < 1, 0, 1)", "where(t >= 1, 1, 0)", "floor(t)", "(1 <= t and t < 3)",
                              "0.5 + 0.5*sign(t - 1 + 1e-12)"})
      for (const std::int64_t steps : {8, 10, 7, 100}) {
        const Recording recording = simulate(switched(scheme.name, drift, steps));
        EXPECT_EQ(recording.state(0, 0, 0, 0), 0.0) << scheme.name << ", " << drift << ", " << steps << " steps";
        // A tamed step of the drift 1 has the length h/(1 + h).
        const double expected = scheme.name == "tamed_euler" ? 1.0 / (1.0 + 1.0 / static_cast<double>(steps)) : 1.0;
        EXPECT_NEAR(recording.state(0, 0, 1, 0), expected, 1e-12) << scheme.name << ", " << drift << ", " << steps;
      }
  }
}

TEST(Stage, SchemesKeepTheirOrderWhereAnInputSwitches) {
  // dx = -x + sin(t) + u, u = 1 from t = 1 on: x(2) = ½ (e^-2 + sin 2 - cos 2) + 1 - e^-1.
  const double exact = 0.5 * (std::exp(-2.0) + std::sin(2.0) - std::cos(2.0)) + 1.0 - std::exp(-1.0);
  for (const auto& scheme : scheme_registry()) {
    const auto order = order_on(scheme, NoiseClass::none);
    if (!order || scheme.made_for == MadeFor::steps_of_one_length || scheme.name == "rosenbrock4") continue;
    for (const char* drift : {"-x + sin(t) + dose", "-x + sin(t) + (t >= 1)"}) {
      const auto error = [&](std::int64_t steps) {
        return std::abs(simulate(switched(scheme.name, drift, steps)).state(0, 0, 1, 0) - exact);
      };
      // No sampling error; the next order's term is at most a tenth of the leading one at these steps, and rounding
      // less.
      const std::int64_t steps = order->strong > 3.0 ? 8 : 32;
      EXPECT_GT(std::log2(error(steps) / error(2 * steps)), order->strong - 0.15) << scheme.name << ", " << drift;
    }
  }
}

TEST(Stage, WhatMovesSmoothlyIsReadAtTheStage) {
  StepProblem problem;
  problem.rows = {{VariableId{0}, "x", Expression(0.0), {}, Expression(0.0), std::nullopt}};
  problem.step_tables = {"dose"};
  const Stage end = stage_at(problem, 1.0, {Expression::symbol("p")});
  const Point point{{{"t", 0.5}, {"step:", 0.5}, {"p", 3.0}},
                    {Table{"dose", {0.0, 1.0}, {0.0, 1.0}, Interpolation::previous},
                     Table{"ramp", {0.0, 1.0}, {0.0, 1.0}, Interpolation::linear}}};
  const auto at_end = [&](const Expression& formula) {
    return evaluate_scalar(value_at(problem, formula, end), point);
  };
  const Expression t = Expression::symbol("t");
  EXPECT_EQ(at_end(sin(t)), evaluate_scalar(sin(Expression(1.0)), point));
  EXPECT_EQ(at_end(Expression::make_lookup("ramp", t)), 1.0);
  EXPECT_EQ(at_end(Expression::make_lookup("dose", t)), 0.0);
  EXPECT_EQ(at_end(where(t < 1.0, t, 7.0)), 1.0);
  EXPECT_EQ(at_end(Expression::symbol("x") + t), 4.0);
}

TEST(Stage, SupportValuesAreFoldedIntoBounds) {
  StepProblem problem;
  problem.rows = {{VariableId{0}, "x", Expression(0.0), {}, Expression(0.0), Expression(1.0)}};
  const Stage end = stage_at(problem, 1.0, {Expression::symbol("x") + Expression::symbol("step:")});
  const auto state = [&](double x) { return evaluate_scalar(end.at("x"), {{{"x", x}, {"step:", 0.0}}, {}}); };
  EXPECT_EQ(state(0.25), 0.25);
  EXPECT_EQ(state(-0.25), 0.25);
  EXPECT_EQ(state(1.5), 0.5);
  EXPECT_EQ(state(9.0), 1.0);
  EXPECT_TRUE(std::isnan(state(std::nan(""))));
  EXPECT_TRUE(std::isnan(state(-HUGE_VAL)));
}

}  // namespace
}  // namespace dosde
