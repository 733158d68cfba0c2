#include "engine/causal/causal_graph.hpp"

#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::ElementsAre;
using Matrix = std::vector<std::int8_t>;

CausalGraph graph_of(const Model& model, const std::vector<Intervention>& interventions = {}) {
  return build_causal_graph(model, rewritten(interventions, model), uniform_parameters(model));
}

Model negative_ring_3() {
  Model model;
  model.variables = {variable("x0", "-x0 - k*x2", {{"x0", "s"}}), variable("x1", "-x1 - k*x0", {{"x1", "s"}}),
                     variable("x2", "-x2 - k*x1", {{"x2", "s"}})};
  model.parameters = {parameter("k", "0.8"), parameter("s", "1")};
  return model;
}

Model predator_prey() {
  Model model;
  model.variables = {
      variable("prey", "prey*(alpha - a*prey - beta*predator)", {{"prey", "0.2*prey"}}),
      variable("predator", "predator*(-gamma + delta*prey - e*predator)", {{"predator", "0.2*predator"}})};
  model.parameters = {parameter("alpha", "1"), parameter("beta", "1"), parameter("gamma", "0.5"),
                      parameter("delta", "1"), parameter("a", "0.3"),  parameter("e", "0.1")};
  return model;
}

TEST(CausalGraph, of_the_negative_ring) {
  const CausalGraph graph = graph_of(negative_ring_3());
  EXPECT_EQ(graph.drift_edges, (Matrix{1, 0, 1, 1, 1, 0, 0, 1, 1}));
  EXPECT_EQ(graph.drift_sign, (Matrix{-1, 0, -1, -1, -1, 0, 0, -1, -1}));
  EXPECT_EQ(graph.diffusion_edges, Matrix(9, 0));
  EXPECT_EQ(graph.shared_noise, Matrix(9, 0));
  EXPECT_EQ(graph.noise_loading, (Matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}));
  EXPECT_EQ(graph.clamped, Matrix(3, 0));
}

TEST(CausalGraph, of_a_clamped_ring_loses_the_edges_into_the_clamped_variable_and_keeps_those_out_of_it) {
  const CausalGraph graph = graph_of(negative_ring_3(), {intervention("clamp", {"x0"}, {{"value", value("1")}})});
  EXPECT_EQ(graph.drift_edges, (Matrix{0, 0, 0, 1, 1, 0, 0, 1, 1}));
  EXPECT_EQ(graph.drift_sign, (Matrix{0, 0, 0, -1, -1, 0, 0, -1, -1}));
  EXPECT_EQ(graph.noise_loading, (Matrix{0, 0, 0, 0, 1, 0, 0, 0, 1}));
  EXPECT_EQ(graph.clamped, (Matrix{1, 0, 0}));
}

TEST(CausalGraph, a_policys_variables_are_the_parents_of_what_it_holds_and_of_nothing_else) {
  const CausalGraph graph = graph_of(negative_ring_3(), {intervention("clamp", {"x0"}, {{"value", value("-2*x2")}})});
  EXPECT_EQ(graph.drift_edges, (Matrix{0, 0, 1, 1, 1, 0, 0, 1, 1}));
  EXPECT_EQ(graph.drift_sign[2], -1);
}

// Signs need prey >= 0 and predator >= 0, which only bounds declare.
TEST(CausalGraph, of_predator_and_prey) {
  Model model = predator_prey();
  const CausalGraph open = graph_of(model);
  EXPECT_EQ(open.drift_edges, Matrix(4, 1));
  EXPECT_EQ(open.diffusion_edges, (Matrix{1, 0, 0, 1}));
  EXPECT_EQ(open.drift_sign, Matrix(4, 0));
  for (auto& row : model.variables) row.lower = formula("0");
  EXPECT_EQ(graph_of(model).drift_sign, (Matrix{0, -1, 1, 0}));
}

TEST(CausalGraph, a_zero_coefficient_is_no_edge) {
  Model model = negative_ring_3();
  model.parameters[0] = parameter("k", "0");
  EXPECT_EQ(graph_of(model).drift_edges, (Matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}));
  model.parameters[0] = drawn_parameter("k", {"normal", {0.0, 1.0}});
  EXPECT_EQ(graph_of(model).drift_edges, (Matrix{1, 0, 1, 1, 1, 0, 0, 1, 1}));
  EXPECT_EQ(graph_of(model).drift_sign[2], 0);
  model.parameters[0] = drawn_parameter("k", {"lognormal", {0.0, 1.0}});
  EXPECT_EQ(graph_of(model).drift_sign[2], -1);
}

TEST(CausalGraph, a_clamp_at_zero_can_remove_an_edge_between_others) {
  Model model;
  model.variables = {variable("x", "-x"), variable("y", "x*z - y"), variable("z", "-z")};
  EXPECT_EQ(graph_of(model).drift_edges, (Matrix{1, 0, 0, 1, 1, 1, 0, 0, 1}));
  EXPECT_EQ(graph_of(model, {intervention("clamp", {"x"}, {{"value", value("0")}})}).drift_edges,
            (Matrix{0, 0, 0, 1, 1, 0, 0, 0, 1}));
}

TEST(CausalGraph, tells_shared_noise_and_diffusion_edges) {
  Model model = feedback_pair();
  model.variables[0].noise.push_back({"weather", formula("1")});
  const CausalGraph graph = graph_of(model);
  EXPECT_THAT(graph.sources, ElementsAre("x", "weather", "y"));
  EXPECT_EQ(graph.shared_noise, (Matrix{0, 1, 1, 0}));
  EXPECT_EQ(graph.noise_loading, (Matrix{1, 1, 0, 0, 1, 1}));
  EXPECT_EQ(graph.diffusion_edges, (Matrix{0, 0, 1, 0}));
  const CausalGraph cut = graph_of(model, {intervention("cut", {"y"}, {{"source", text("weather")}})});
  EXPECT_THAT(cut.sources, ElementsAre("x", "weather", "y", "weather@y"));
  EXPECT_EQ(cut.shared_noise, Matrix(4, 0));
}

TEST(CausalGraph, proves_no_sign_across_a_jump) {
  Model model;
  model.variables = {variable("x", "x - 5*floor(x)"), variable("y", "where(x > 0, x - 9, x) + tanh(y)")};
  const CausalGraph graph = graph_of(model);
  EXPECT_EQ(graph.drift_edges, (Matrix{1, 0, 1, 1}));
  EXPECT_EQ(graph.drift_sign[0], 0);
  EXPECT_EQ(graph.drift_sign[2], 0);
}

}  // namespace
}  // namespace dosde
