#include "engine/causal/graphs/projection.hpp"

#include <gtest/gtest.h>

#include "engine/causal/graphs/separation.hpp"
#include "tests/engine/causal/graphs/reference.hpp"

namespace dosde {
namespace {

constexpr auto tail = EndMark::tail, head = EndMark::head, blunt = EndMark::blunt;

std::string edges_of(const MixedGraph& graph) {
  std::string text;
  for (const auto& edge : graph.edges)
    text += (text.empty() ? "" : "; ") + walk_text(graph, {{edge.a, edge.b, edge.at_a, edge.at_b}});
  return text;
}

/// Compares all separations among the observed vertices before and after; how many there are.
int compare_separations(const MixedGraph& graph) {
  const MixedGraph projected = project_out_latents(graph);
  std::vector<std::size_t> observed;
  for (std::size_t v = 0; v < graph.vertices.size(); ++v)
    if (!graph.is_latent[v]) observed.push_back(v);
  int separations = 0;
  for (std::size_t bits = 0; bits < 1U << observed.size(); ++bits) {
    const auto given = subset(bits, observed.size());
    std::vector<std::size_t> given_before;
    for (const auto n : given) given_before.push_back(observed[n]);
    for (std::size_t a = 0; a < observed.size(); ++a) {
      for (std::size_t b = 0; b < observed.size(); ++b) {
        const bool before = find_mu_connection(graph, {observed[a]}, {observed[b]}, given_before).has_value();
        EXPECT_EQ(find_mu_connection(projected, {a}, {b}, given).has_value(), before) << edges_of(graph);
        separations += before ? 0 : 1;
      }
    }
  }
  return separations;
}

// All 4096 graphs of directed (loops too) and blunt edges over three vertices, one of them latent.
TEST(Projection, KeepsTheSeparationsOfEveryGraphOfThree) {
  int separations = 0;
  for (unsigned bits = 0; bits < 4096; ++bits) {
    MixedGraph graph = vertices(3);
    graph.is_latent[2] = true;
    for (unsigned place = 0; place < 9; ++place)
      if ((bits >> place & 1U) != 0) graph.join(place / 3, place % 3, tail, head);
    for (unsigned pair = 0; pair < 3; ++pair)
      if ((bits >> (9 + pair) & 1U) != 0) graph.join(pair, (pair + 1) % 3, blunt, blunt);
    separations += compare_separations(graph);
  }
  EXPECT_GT(separations, 4096);
}

TEST(Projection, KeepsTheSeparationsOfLargerGraphs) {
  SmallNumbers numbers(5);
  int separations = 0;
  for (int trial = 0; trial < 300; ++trial) {
    MixedGraph graph = vertices(6);
    graph.is_latent[0] = graph.is_latent[3] = graph.is_latent[5] = true;
    for (std::uint64_t n = 0; n < 4 + numbers.below(8); ++n) {
      const std::size_t a = numbers.below(6), b = numbers.below(6);
      if (numbers.below(3) > 0)
        graph.join(a, b, tail, head);
      else if (a != b)
        graph.join(a, b, blunt, blunt);
    }
    separations += compare_separations(graph);
  }
  EXPECT_GT(separations, 1000);
}

TEST(Projection, MakesEveryKindOfEdge) {
  MixedGraph graph = vertices(4);
  graph.is_latent[0] = true;
  graph.join(0, 1, tail, head);
  graph.join(0, 2, tail, head);
  graph.join(0, 3, blunt, blunt, "W");
  EXPECT_EQ(edges_of(project_out_latents(graph)), "x1 <-| x3; x1 <-> x2; x1 <-> x1; x2 <-| x3; x2 <-> x2");
  graph.is_latent[0] = false;
  EXPECT_EQ(edges_of(project_out_latents(graph)), edges_of(graph));
  EXPECT_EQ(project_out_latents(graph).edges[2].label, "W");
}

}  // namespace
}  // namespace dosde
