#include "engine/causal/graphs/regime_structure.hpp"

#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<RowStructure> rows_of(const Model& model, const std::vector<Intervention>& interventions = {},
                                  const std::set<std::string>& constants = {}) {
  const Timeline timeline = build_timeline(model, interventions, ten());
  return read_structure(model, timeline.mechanism_sets[timeline.regimes.front().mechanisms], timeline.initial,
                        constants);
}

TEST(RegimeStructure, IsWhatRowsProvablyDependOn) {
  Model model = feedback_pair();
  model.variables[0].drift = formula("y - y - x + 0*y");
  model.variables[0].lower = formula("0");
  const auto rows = rows_of(model);
  EXPECT_THAT(rows[0].drift, ElementsAre("x"));
  EXPECT_THAT(rows[0].sources, ElementsAre("x"));
  EXPECT_TRUE(rows[0].is_bounded);
  EXPECT_THAT(rows[1].drift, ElementsAre("x", "y"));
  EXPECT_THAT(rows[1].loadings, ElementsAre("x"));
  EXPECT_THAT(rows[1].sources, ElementsAre("weather", "y"));
  EXPECT_THAT(rows[1].draws, IsEmpty());
}

// c is a formula of the drawn b, whose law names the drawn a.
TEST(RegimeStructure, WhatIsDrawnIsFollowedThroughParameters) {
  Model model = feedback_pair();
  model.variables[0].drift = formula("c - x");
  model.variables[1].initial = Law{"normal", {formula("a"), formula("s")}};
  model.parameters = {drawn_parameter("a", {"normal", {0.0, 1.0}}),
                      drawn_parameter("b", {"normal", {formula("a"), 1.0}}), parameter("c", "2*b"),
                      parameter("s", "1")};
  model.variables[1].drift = formula("-y");
  auto rows = rows_of(model);
  EXPECT_THAT(rows[0].draws, ElementsAre("a", "b"));
  EXPECT_THAT(rows[1].draws, ElementsAre("a"));
  rows = rows_of(model, {}, {"a"});  // swept, not drawn
  EXPECT_THAT(rows[0].draws, ElementsAre("b"));
  EXPECT_THAT(rows[1].draws, IsEmpty());
}

TEST(RegimeStructure, RecordedStartsAndDrawnClampsAreDraws) {
  Model model = feedback_pair();
  RecordedInitial recorded;
  recorded.values = std::make_shared<const std::vector<double>>(std::vector<double>{1.0});
  model.variables[1].initial = recorded;
  const auto rows = rows_of(model, {intervention("clamp", {"x"}, {{"value", Quantity(Law{"normal", {0.0, 1.0}})}})});
  EXPECT_TRUE(rows[0].is_held);
  EXPECT_THAT(rows[0].draws, ElementsAre("u:clamp:x:0"));
  EXPECT_THAT(rows[0].sources, IsEmpty());
  EXPECT_THAT(rows[1].draws, ElementsAre("recorded start", "u:clamp:x:0"));
  EXPECT_THAT(rows[1].drift, ElementsAre("y"));
}

}  // namespace
}  // namespace dosde
