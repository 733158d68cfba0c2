#include "engine/causal/causal_graph.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::ElementsAre;

/// A graph of drift edges parent -> child.
CausalGraph graph_of(std::size_t count, const std::vector<std::pair<std::size_t, std::size_t>>& edges) {
  CausalGraph graph;
  for (std::size_t i = 0; i < count; ++i) graph.variables.push_back("x" + std::to_string(i));
  graph.drift_edges.assign(count * count, 0);
  graph.diffusion_edges.assign(count * count, 0);
  for (const auto& [parent, child] : edges) graph.drift_edges[child * count + parent] = 1;
  return graph;
}

std::vector<std::vector<int>> components_of(const CausalGraph& graph) {
  std::vector<std::vector<int>> components;
  for (const auto& component : strongly_connected_components(graph)) {
    components.emplace_back();
    for (const auto id : component) components.back().push_back(id.value);
  }
  return components;
}

TEST(StronglyConnected, a_ring_is_one_component) {
  EXPECT_THAT(components_of(graph_of(3, {{0, 1}, {1, 2}, {2, 0}})), ElementsAre(ElementsAre(0, 1, 2)));
}

TEST(StronglyConnected, a_chain_falls_apart_in_causal_order) {
  EXPECT_THAT(components_of(graph_of(3, {{2, 1}, {1, 0}, {1, 1}})),
              ElementsAre(ElementsAre(2), ElementsAre(1), ElementsAre(0)));
}

TEST(StronglyConnected, two_loops_joined_by_an_edge_are_two_components_in_order) {
  EXPECT_THAT(components_of(graph_of(5, {{3, 1}, {1, 3}, {3, 0}, {0, 4}, {4, 2}, {2, 0}})),
              ElementsAre(ElementsAre(1, 3), ElementsAre(0, 2, 4)));
}

TEST(StronglyConnected, diffusion_edges_count_too) {
  CausalGraph graph = graph_of(2, {{0, 1}});
  graph.diffusion_edges[1] = 1;  // x1 enters a loading of x0
  EXPECT_THAT(components_of(graph), ElementsAre(ElementsAre(0, 1)));
}

// Reachability both ways is what defines a component: compared by brute force on graphs from a small linear
// congruential generator.
TEST(StronglyConnected, agrees_with_reachability_both_ways) {
  std::uint64_t state = 12345;
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t count = 7;
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    std::vector<std::vector<bool>> reaches(count, std::vector<bool>(count, false));
    for (std::size_t i = 0; i < count; ++i) {
      reaches[i][i] = true;
      for (std::size_t j = 0; j < count; ++j) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        if ((state >> 60) >= 3) continue;
        edges.emplace_back(i, j);
        reaches[i][j] = true;
      }
    }
    for (std::size_t k = 0; k < count; ++k)
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j) reaches[i][j] = reaches[i][j] || (reaches[i][k] && reaches[k][j]);
    const auto components = strongly_connected_components(graph_of(count, edges));
    std::vector<std::size_t> place(count);
    for (std::size_t n = 0; n < components.size(); ++n)
      for (const auto id : components[n]) place[id.index()] = n;
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j) {
        EXPECT_EQ(place[i] == place[j], reaches[i][j] && reaches[j][i]);
        if (reaches[i][j]) {
          EXPECT_LE(place[i], place[j]);
        }
      }
    }
  }
}

TEST(StronglyConnected, a_long_chain_does_not_exhaust_the_stack) {
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i + 1 < 3000; ++i) edges.emplace_back(i, i + 1);
  EXPECT_EQ(strongly_connected_components(graph_of(3000, edges)).size(), 3000U);
}

}  // namespace
}  // namespace dosde
