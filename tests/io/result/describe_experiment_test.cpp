#include "io/result/describe_experiment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace dosde {
namespace {

TEST(DescribeResultFile, TabulatesInterventionsOneRowATarget) {
  Intervention clamp;
  clamp.kind = "clamp";
  clamp.targets = {"x", "y"};
  clamp.window.from = 10.0;
  clamp.arguments["value"] = Quantity(Expression(2.0));
  Intervention drawn;
  drawn.kind = "clamp";
  drawn.targets = {"x"};
  drawn.window.every = 5.0;
  drawn.arguments["value"] = Quantity(Law{"normal", {Expression(0.0), Expression::symbol("s")}});
  Intervention kick;
  kick.kind = "impulse";
  kick.targets = {"y"};
  kick.arguments["add"] = Quantity(Expression(1.5));
  kick.arguments["at"] = std::vector<double>{3.0, 1.0};
  const auto rows = tabulate_interventions({{"observed", "", {}, {}}, {"both", "", {clamp, drawn, kick}, {}}});
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].scenario, 1);
  EXPECT_EQ(rows[0].target, "x");
  EXPECT_EQ(rows[1].target, "y");
  EXPECT_EQ(rows[1].from, 10.0);
  EXPECT_EQ(rows[1].until, std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(rows[1].every));
  EXPECT_EQ(rows[1].value, 2.0);
  EXPECT_EQ(rows[1].expression, "value = 2");
  EXPECT_EQ(rows[2].every, 5.0);
  EXPECT_TRUE(std::isnan(rows[2].value));
  EXPECT_EQ(rows[2].expression, "value = { normal = [0, \"s\"] }");
  EXPECT_EQ(rows[3].from, 1.0);
  EXPECT_EQ(rows[3].until, std::numeric_limits<double>::infinity());
  EXPECT_EQ(rows[3].value, 1.5);
  EXPECT_EQ(rows[3].expression, "add = 1.5; at = [3, 1]");
}

TEST(DescribeResultFile, ARepeatedImpulseKeepsItsUntil) {
  Intervention dose;
  dose.kind = "impulse";
  dose.targets = {"x"};
  dose.window.every = 0.5;
  dose.window.until = 1.6;
  dose.arguments["add"] = Quantity(Expression(1.0));
  dose.arguments["at"] = std::vector<double>{0.5};
  const auto rows = tabulate_interventions({{"dosed", "", {dose}, {}}});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].from, 0.5);
  EXPECT_EQ(rows[0].until, 1.6);
  EXPECT_EQ(rows[0].every, 0.5);
}

TEST(DescribeResultFile, UnitsAndDescriptionsFollowTheColumns) {
  Experiment experiment;
  experiment.title = "loop";
  experiment.seed = 42;
  experiment.time.step = 0.25;
  experiment.pairing = Pairing::independent;
  Variable x;
  x.name = "x";
  x.unit = "m";
  x.description = "a length";
  experiment.model.variables = {x};
  experiment.output.observables = {{"square", Expression::symbol("x") * Expression::symbol("x"), {}}};
  RunShape shape;
  shape.columns = {"x", "square"};
  Provenance provenance;
  provenance.scheme = "milstein";
  const ResultFileRequest request = describe_result_file(experiment, shape, provenance);
  EXPECT_EQ(request.title, "loop");
  EXPECT_EQ(request.column_units, (std::vector<std::string>{"m", "1"}));
  EXPECT_EQ(request.column_descriptions[0], "a length");
  EXPECT_NE(request.column_descriptions[1].find("x"), std::string::npos);
  EXPECT_EQ(request.provenance.seed, 42U);
  EXPECT_EQ(request.provenance.scheme, "milstein");
  EXPECT_EQ(request.provenance.pairing, "independent");
  EXPECT_EQ(request.provenance.noise_cell, 0.25);  // by default the step
}

}  // namespace
}  // namespace dosde
