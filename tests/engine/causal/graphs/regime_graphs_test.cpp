#include "engine/causal/graphs/regime_graphs.hpp"

#include <nlohmann/json.hpp>

#include "engine/causal/graphs/changes.hpp"
#include "engine/causal/graphs/projection.hpp"
#include "engine/causal/graphs/separation.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// Edges as "x -> y", with labels in brackets.
std::vector<std::string> listed_edges(const MixedGraph& graph) {
  std::vector<std::string> texts;
  for (const auto& edge : graph.edges)
    texts.push_back(walk_text(graph, {{edge.a, edge.b, edge.at_a, edge.at_b}}) +
                    (edge.label.empty() ? "" : " [" + edge.label + "]"));
  return texts;
}

/// The graphs of the regime at the start.
struct RegimeCase {
  CausalGraph graph;
  std::vector<RowStructure> rows;
};
RegimeCase regime_of(const Model& model, const std::vector<Intervention>& interventions = {}) {
  const Timeline timeline = build_timeline(model, interventions, ten());
  const MechanismSet& mechanisms = timeline.mechanism_sets[timeline.regimes.front().mechanisms];
  return {build_causal_graph(model, mechanisms, uniform_parameters(model)),
          read_structure(model, mechanisms, timeline.initial)};
}

std::vector<std::string> local_independence(const RegimeCase& regime) {
  return listed_edges(project_out_latents(local_independence_graph(regime.graph, regime.rows)));
}

/// x -> y, shared noise of y and z, a loop of y and z.
Model weather() {
  Model model;
  model.variables = {variable("x", "-x", {{"x", "1"}}), variable("y", "x - y + 0.5*z", {{"w", "1"}}),
                     variable("z", "-z - y", {{"w", "0.5"}, {"z", "1"}})};
  return model;
}

TEST(Unroll, JoinsEachStepToTheNext) {
  const RegimeCase regime = regime_of(weather());
  const MixedGraph graph = unroll(regime.graph, 1);
  EXPECT_THAT(graph.vertices, ElementsAre("x(0)", "y(0)", "z(0)", "x(1)", "y(1)", "z(1)"));
  EXPECT_THAT(listed_edges(graph),
              UnorderedElementsAre("x(0) -> x(1) [drift]", "x(0) -> y(1) [drift]", "y(0) -> y(1) [drift]",
                                   "z(0) -> y(1) [drift]", "y(0) -> z(1) [drift]", "z(0) -> z(1) [drift]",
                                   "y(1) <-> z(1) [w]"));
  EXPECT_EQ(unroll(regime.graph, 3).edges.size(), 21U);
}

TEST(Unroll, AFreeVariablePersistsAndAHeldOneFollowsItsPolicyAtOnce) {
  Model model = weather();
  model.variables[0] = variable("x", "1", {});
  const auto held = intervention("clamp", {"y"}, {{"value", value("2*z")}});
  EXPECT_THAT(listed_edges(unroll(regime_of(model, {held}).graph, 1)),
              UnorderedElementsAre("z(0) -> y(0) [policy]", "z(1) -> y(1) [policy]", "x(0) -> x(1) [persistence]",
                                   "y(0) -> z(1) [drift]", "z(0) -> z(1) [drift]"));
}

TEST(EquilibriumGraph, HasNoSelfLoopsAndNothingIntoWhatIsHeld) {
  RegimeCase regime = regime_of(weather());
  EXPECT_THAT(listed_edges(equilibrium_graph(regime.graph, regime.rows)),
              ElementsAre("x -> y [+]", "z -> y [+]", "y -> z [-]", "y <-> z [w]"));
  regime = regime_of(weather(), {intervention("clamp", {"y"}, {{"value", value("1")}})});
  EXPECT_THAT(listed_edges(equilibrium_graph(regime.graph, regime.rows)), ElementsAre("y -> z [-]"));
}

TEST(EquilibriumGraph, WhatIsDrawnForTwoRowsJoinsThem) {
  Model model = weather();
  model.variables[0].drift = formula("b - x");
  model.variables[2].drift = formula("a - z - y");
  model.parameters = {drawn_parameter("a", {"normal", {0.0, 1.0}}), parameter("b", "2*a")};
  const RegimeCase regime = regime_of(model);
  EXPECT_THAT(listed_edges(equilibrium_graph(regime.graph, regime.rows)),
              ElementsAre("x -> y [+]", "z -> y [+]", "y -> z [-]", "x <-> z [a]", "y <-> z [w]"));
  EXPECT_THAT(local_independence(regime),
              UnorderedElementsAre("x -> x", "x -> y", "y -> y", "z -> y", "y -> z", "z -> z", "y |-| z [w]", "x <-> x",
                                   "x <-> z", "z <-> z"));
}

TEST(LocalIndependenceGraph, TellsSharedNoiseFromLatentVariables) {
  EXPECT_THAT(local_independence(regime_of(weather())),
              UnorderedElementsAre("x -> x", "x -> y", "y -> y", "z -> y", "y |-| z [w]", "y -> z", "z -> z"));
  Model model = weather();
  model.variables[1].visibility = Visibility::latent;
  // Through y: x -> z, the loop z -> y -> z, and the noise that z shares with its latent parent.
  EXPECT_THAT(local_independence(regime_of(model)),
              UnorderedElementsAre("x -> x", "x -> z", "z -> z", "z <-> z", "z <-| z"));
}

TEST(LocalIndependenceGraph, HasNoHeldVariablesAndComposesPolicies) {
  const auto held = intervention("clamp", {"y"}, {{"value", value("2*x")}});
  EXPECT_THAT(local_independence(regime_of(weather(), {held})), UnorderedElementsAre("x -> x", "x -> z", "z -> z"));
  const auto drawn = intervention("clamp", {"y"}, {{"value", Quantity(Law{"normal", {0.0, 1.0}})}});
  EXPECT_THAT(local_independence(regime_of(weather(), {drawn})), UnorderedElementsAre("x -> x", "z -> z", "z <-> z"));
}

TEST(LocalIndependenceGraph, IsRefusedWhereALoadingDependsOnAState) {
  Model model = weather();
  const RegimeCase additive = regime_of(model);
  EXPECT_EQ(objection_to_local_independence(additive.graph, additive.rows), "");
  model.variables[2].noise.front().loading = formula("0.5*x");
  const RegimeCase regime = regime_of(model);
  EXPECT_EQ(objection_to_local_independence(regime.graph, regime.rows), "a noise loading of 'z' depends on x");
}

TEST(ExportGraph, SaysTheMarksOfEdgesInJson) {
  const RegimeCase regime = regime_of(weather());
  const MixedGraph graph = local_independence_graph(regime.graph, regime.rows);
  const auto told = nlohmann::json::parse(export_graph(graph, GraphFormat::json, "t"));
  EXPECT_EQ(told["vertices"], (std::vector<std::string>{"x", "y", "z"}));
  int blunt_edges = 0;
  for (const auto& edge : told["edges"])
    if (edge["kind"] == "blunt") blunt_edges += edge["at_from"] == "blunt" && edge["label"] == "w" ? 1 : 100;
  EXPECT_EQ(blunt_edges, 1);
  const auto unrolled = nlohmann::json::parse(export_graph(unroll(regime.graph, 1), GraphFormat::json, "t"));
  EXPECT_EQ(unrolled["step"], (std::vector<int>{0, 0, 0, 1, 1, 1}));
}

std::vector<std::string> texts_of(const std::vector<GraphChange>& changes) {
  std::vector<std::string> texts;
  for (const auto& change : changes)
    texts.push_back(change.what + " " + change.variable + (change.other.empty() ? "" : " " + change.other));
  return texts;
}

TEST(Changes, AreThoseOfEachInterventionAfterTheOnesBefore) {
  const std::vector<Intervention> interventions = {
      intervention("clamp", {"y"}, {{"value", value("1")}}, {2.0, {}, {}}),
      intervention("shift", {"z"}, {{"value", value("1")}}), intervention("cut", {"z"}, {{"source", text("w")}}),
      intervention("impulse", {"x"}, {{"at", std::vector<double>{1.0}}, {"set", value("2")}}),
      intervention("initial", {"x"}, {{"value", value("3")}})};
  const auto changes = [&](std::size_t index) { return texts_of(changes_by(weather(), interventions, index, ten())); };
  EXPECT_THAT(changes(0), ElementsAre("held y", "drift edge removed y x", "drift edge removed y y",
                                      "drift edge removed y z", "shared noise removed y z", "noise removed y w"));
  EXPECT_THAT(changes(1), ElementsAre("row z"));
  EXPECT_THAT(changes(2), ElementsAre("row z", "shared noise removed y z", "noise removed z w", "noise added z w@z"));
  EXPECT_THAT(changes(3), ElementsAre("state moved x"));
  EXPECT_THAT(changes(4), ElementsAre("initial value x"));
}

}  // namespace
}  // namespace dosde
