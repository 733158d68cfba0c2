#include "engine/causal/permanent_parameters.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

/// a = 1, b = 3 a, c drawn, d = c + a.
Model labelled_model() {
  Model model;
  Variable x;
  x.name = "x";
  model.variables = {x};
  model.parameters = {{"a", Expression(1.0), "1", "", {}},
                      {"b", parse_expression("3*a"), "1", "", {}},
                      {"c", Law{"normal", {Expression(0.0), Expression(1.0)}}, "1", "", {}},
                      {"d", parse_expression("c + a"), "1", "", {}}};
  return model;
}

Intervention set(const std::string& parameter, const std::string& value, Window window = {}) {
  return {"parameter", {parameter}, window, {{"value", Quantity(parse_expression(value))}}, {}};
}

std::map<std::string, double> labels(const std::vector<Intervention>& interventions) {
  const Model model = labelled_model();
  return permanent_parameters(model, interventions, {0.0, 0.5, 4}, uniform_parameters(model));
}

TEST(PermanentParameters, WithoutInterventionsAreTheModels) {
  const auto values = labels({});
  EXPECT_EQ(values.at("a"), 1.0);
  EXPECT_EQ(values.at("b"), 3.0);
  EXPECT_TRUE(std::isnan(values.at("c")));
  EXPECT_TRUE(std::isnan(values.at("d")));
}

TEST(PermanentParameters, FormulasAreEvaluatedInTheOrderOfTheFile) {
  EXPECT_EQ(labels({set("a", "2*a")}).at("a"), 2.0);
  EXPECT_EQ(labels({set("a", "5"), set("a", "2*a")}).at("a"), 10.0);
  EXPECT_EQ(labels({set("a", "b")}).at("a"), 3.0);
}

TEST(PermanentParameters, DependentsFollow) {
  EXPECT_EQ(labels({set("a", "5")}).at("b"), 15.0);
  EXPECT_EQ(labels({set("c", "5")}).at("d"), 6.0);
}

TEST(PermanentParameters, WhatMovesHasNoLabel) {
  EXPECT_TRUE(std::isnan(labels({set("a", "1 + t")}).at("a")));
  EXPECT_TRUE(std::isnan(labels({set("a", "x")}).at("b")));
  EXPECT_TRUE(std::isnan(labels({set("a", "c")}).at("a")));
}

TEST(PermanentParameters, WindowsInsideTheSpanDoNotCount) {
  EXPECT_EQ(labels({set("a", "5", {0.5, {}, {}})}).at("a"), 1.0);
  EXPECT_EQ(labels({set("a", "5", {{}, 1.5, {}})}).at("a"), 1.0);
  EXPECT_EQ(labels({set("a", "5", {0.0, 2.0, {}})}).at("b"), 15.0);
}

}  // namespace
}  // namespace dosde
