#include "engine/ensemble/place_sweep.hpp"

#include <gtest/gtest.h>

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// A parameter and a clamp's value, swept together.
Experiment swept() {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "-k*x", {}, Expression(1.0))};
  experiment.model.parameters = {make_parameter("k", Expression(1.0)),
                                 make_parameter("twice", parse_expression("2*k"))};
  experiment.scenarios = {Scenario{}};
  experiment.scenarios[0].interventions = {make_intervention("clamp", "x", {{"value", formula("5")}})};
  SweepAxis rate;
  rate.name = "model.parameters.k";
  rate.target = {SweepTarget::Kind::parameter, 0, 0, "", -1};
  SweepAxis value;
  value.name = "scenario.observed.intervention.0.value";
  value.target = {SweepTarget::Kind::intervention, 0, 0, "value", -1};
  experiment.sweep.axes = {rate, value};
  experiment.sweep.point_count = 2;
  experiment.sweep.values = {1.0, 0.0, 3.0, 7.0};
  return experiment;
}

TEST(MovingExperiment, HasTheNumbersOfThePoint) {
  const Experiment experiment = swept();
  MovingExperiment moving(experiment, experiment.sweep);
  const Experiment& at = moving.at(1);
  EXPECT_EQ(moving.parameters().at("k"), 3.0);
  EXPECT_EQ(moving.parameters().at("twice"), 6.0);
  const auto& value = std::get<Quantity>(at.scenarios[0].interventions[0].arguments.at("value"));
  EXPECT_TRUE(std::get<Expression>(value).is_constant(7.0));
  moving.at(0);
  EXPECT_EQ(moving.parameters().at("twice"), 2.0);
}

TEST(PlaceSweep, PutsSymbolsInThePlaceOfNumbers) {
  const Experiment experiment = swept();
  const PlacedSweep placed = place_sweep(experiment.model, experiment, experiment.sweep, {0, 1});
  EXPECT_EQ(placed.axes, (std::map<std::string, std::int32_t>{{"k", 0}, {sweep_symbol(1), 1}}));
  const auto& value = std::get<Quantity>(placed.scenarios[0].interventions[0].arguments.at("value"));
  EXPECT_EQ(std::get<Expression>(value).name(), sweep_symbol(1));
  const auto& range = std::get<Law>(placed.model.parameters[0].value);
  EXPECT_TRUE(range.arguments[0].is_constant(1.0));
  EXPECT_TRUE(range.arguments[1].is_constant(3.0));
  EXPECT_EQ(zeros_of_point(experiment.sweep, 0), (std::vector<bool>{false, true}));
}

}  // namespace
}  // namespace dosde
