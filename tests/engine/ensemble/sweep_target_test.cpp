#include "engine/ensemble/sweep_target.hpp"

#include <gtest/gtest.h>

#include "engine/ensemble/sweep.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

Experiment held(const std::string& drift) {
  Experiment experiment;
  experiment.model.variables.resize(2);
  experiment.model.variables[0].name = "x";
  experiment.model.variables[0].drift = parse_expression(drift);
  experiment.model.variables[1].name = "y";
  experiment.model.parameters.push_back({"a", Quantity(Expression(0.5)), "1", "", {}});
  experiment.model.parameters.push_back({"k", Law{"normal", {Expression(1.0), Expression(2.0)}}, "1", "", {}});
  Scenario scenario;
  scenario.interventions.push_back({"clamp", {"y"}, {}, {{"value", Quantity(Expression(2.0))}}, {}});
  experiment.scenarios.push_back(scenario);
  return experiment;
}

SweepTarget clamp_value() { return {SweepTarget::Kind::intervention, 0, 0, "value", -1}; }

TEST(SweepTarget, FindsTheNumber) {
  Experiment experiment = held("-x");
  EXPECT_EQ(find_number(experiment, clamp_value())->value(), 2.0);
  EXPECT_EQ(find_number(experiment, {SweepTarget::Kind::parameter, 0, 0, "", -1})->value(), 0.5);
  EXPECT_EQ(find_number(experiment, {SweepTarget::Kind::parameter, 0, 1, "", 1})->value(), 2.0);
  EXPECT_EQ(find_number(experiment, {SweepTarget::Kind::initial, 0, 1, "", -1})->value(), 0.0);
  EXPECT_EQ(find_number(experiment, {SweepTarget::Kind::parameter, 0, 1, "", -1}), nullptr);  // a law
  EXPECT_EQ(find_number(experiment, {SweepTarget::Kind::parameter, 0, 1, "", 2}), nullptr);   // of two arguments
  EXPECT_EQ(find_number(experiment, {SweepTarget::Kind::intervention, 0, 0, "rate", -1}), nullptr);
  EXPECT_EQ(find_number(experiment, {}), nullptr);
}

TEST(SweepTarget, KnowsWhereAValueMayComeIntoAnExponent) {
  EXPECT_FALSE(may_become_exponent(held("-x + y^2"), clamp_value()));
  EXPECT_FALSE(may_become_exponent(held("-x^a"), clamp_value()));
  EXPECT_TRUE(may_become_exponent(held("-x^y"), clamp_value()));
  EXPECT_TRUE(may_become_exponent(held("-x^(2*y)"), clamp_value()));
  EXPECT_FALSE(may_become_exponent(held("-x^y"), {SweepTarget::Kind::parameter, 0, 0, "", -1}));
}

TEST(Sweep, AGridOfRangesMeetsTheirEnds) {
  Sweep sweep;
  SweepAxis axis;
  axis.name = "a";
  axis.scale = SweepAxis::Scale::linear;
  axis.low = -1.0;
  axis.high = 2.0;
  axis.count = 7;
  sweep.axes = {axis, axis};
  EXPECT_EQ(count_points(sweep), 49);
  make_points(sweep, 0);
  EXPECT_EQ(sweep.value(0, 0), -1.0);
  EXPECT_EQ(sweep.value(48, 1), 2.0);
  EXPECT_EQ(sweep.value(7, 0), -0.5);
  EXPECT_EQ(sweep.value(7, 1), -1.0);
  sweep.axes.assign(12, axis);
  sweep.axes[0].count = std::int64_t{1} << 60;
  EXPECT_EQ(count_points(sweep), -1);  // beyond 64 bits
}

}  // namespace
}  // namespace dosde
