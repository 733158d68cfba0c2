#include "engine/causal/graphs/separation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/engine/causal/graphs/reference.hpp"

namespace dosde {
namespace {

constexpr auto tail = EndMark::tail, head = EndMark::head, blunt = EndMark::blunt;
using Set = std::vector<std::size_t>;

bool is_mu_separated(const MixedGraph& graph, const Set& from, const Set& to, const Set& given) {
  return !find_mu_connection(graph, from, to, given).has_value();
}
bool is_sigma_separated(const MixedGraph& graph, const Set& from, const Set& to, const Set& given) {
  return !find_sigma_connection(graph, from, to, given).has_value();
}

/// Is there a μ-connecting walk of at most `longest` steps? By trying all of them, with the definition's own words.
bool has_mu_connecting_walk(const MixedGraph& graph, std::size_t from, std::size_t to, const Set& given,
                            std::size_t longest) {
  const auto steps = steps_of(graph);
  const auto is_given = [&](std::size_t v) { return std::find(given.begin(), given.end(), v) != given.end(); };
  std::function<bool(std::size_t, const Set&)> reaches_given = [&](std::size_t v, const Set& seen) -> bool {
    if (is_given(v)) return true;
    for (const auto& step : steps[v]) {
      if (step.leaving != tail || step.arriving != head) continue;
      if (std::find(seen.begin(), seen.end(), step.to) != seen.end()) continue;
      Set further = seen;
      further.push_back(step.to);
      if (reaches_given(step.to, further)) return true;
    }
    return false;
  };
  std::function<bool(const GraphStep&, std::size_t)> goes_on = [&](const GraphStep& last, std::size_t length) -> bool {
    if (last.to == to && last.arriving == head) return true;
    if (length == longest) return false;
    for (const auto& next : steps[last.to]) {
      const bool is_collider = last.arriving != tail && next.leaving != tail;
      const bool is_open = is_collider ? reaches_given(last.to, {last.to}) : !is_given(last.to);
      if (is_open && goes_on(next, length + 1)) return true;
    }
    return false;
  };
  if (is_given(from)) return false;
  return std::any_of(steps[from].begin(), steps[from].end(), [&](const GraphStep& step) { return goes_on(step, 1); });
}

MixedGraph random_graph(SmallNumbers& numbers, std::size_t count, std::size_t edge_count, bool has_blunt) {
  MixedGraph graph = vertices(count);
  for (std::size_t n = 0; n < edge_count; ++n) {
    const std::size_t a = numbers.below(count), b = numbers.below(count);
    const std::uint64_t sort = numbers.below(has_blunt ? 5 : 3);
    if (sort < 2)
      graph.join(a, b, tail, head);
    else if (sort == 2)
      graph.join(a, b, head, head);
    else if (a != b)
      graph.join(a, b, blunt, sort == 3 ? blunt : head);
  }
  return graph;
}

TEST(MuSeparation, IsWhatItsDefinitionSaysOfAllWalks) {
  SmallNumbers numbers(1);
  int separated = 0, connected = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t count = 2 + numbers.below(3);
    const MixedGraph graph = random_graph(numbers, count, 1 + numbers.below(5), true);
    for (std::size_t from = 0; from < count; ++from) {
      for (std::size_t to = 0; to < count; ++to) {
        for (std::size_t bits = 0; bits < 1U << count; ++bits) {
          const Set given = subset(bits, count);
          const bool is_connected = has_mu_connecting_walk(graph, from, to, given, 6);
          EXPECT_EQ(is_mu_separated(graph, {from}, {to}, given), !is_connected);
          ++(is_connected ? connected : separated);
        }
      }
    }
  }
  EXPECT_GT(separated, 1000);
  EXPECT_GT(connected, 1000);
}

/// The full-time graph over `steps` steps of a graph of directed and blunt edges, every vertex with a loop; a blunt
/// edge is a cause of its own that enters both values of a step. Vertex v at step k is k * count + v.
struct FullTime {
  std::size_t size;
  std::vector<std::pair<std::size_t, std::size_t>> edges;
};
FullTime unrolled(const MixedGraph& graph, std::size_t steps) {
  const std::size_t count = graph.vertices.size();
  FullTime made{count * (steps + 1), {}};
  for (std::size_t k = 0; k < steps; ++k) {
    for (const auto& edge : graph.edges) {
      if (edge.at_a == tail) {
        made.edges.emplace_back(k * count + edge.a, (k + 1) * count + edge.b);
      } else {
        made.edges.emplace_back(made.size, (k + 1) * count + edge.a);
        made.edges.emplace_back(made.size, (k + 1) * count + edge.b);
        ++made.size;
      }
    }
  }
  return made;
}

// The next value of B is independent of the past of A given the past of C in the chain over time, read by d-separation,
// exactly where B is μ-separated from A given C: what local independence in continuous time comes from.
TEST(MuSeparation, IsDSeparationOfTheFutureFromThePastInTheFullTimeGraph) {
  SmallNumbers numbers(2);
  constexpr std::size_t count = 4, steps = 9;
  int separated = 0, connected = 0;
  for (int trial = 0; trial < 60; ++trial) {
    MixedGraph graph = vertices(count);
    for (std::size_t v = 0; v < count; ++v) graph.join(v, v, tail, head);
    for (std::size_t n = 0; n < 1 + numbers.below(6); ++n) {
      const std::size_t a = numbers.below(count), b = numbers.below(count);
      if (a == b) continue;
      if (numbers.below(3) == 0)
        graph.join(a, b, blunt, blunt);
      else
        graph.join(a, b, tail, head);
    }
    const FullTime full = unrolled(graph, steps);
    for (std::size_t bits = 0; bits < 1U << count; ++bits) {
      Set past;
      for (const auto vertex : subset(bits, count))
        for (std::size_t k = 0; k < steps; ++k) past.push_back(k * count + vertex);
      for (std::size_t from = 0; from < count; ++from) {
        if ((bits >> from & 1U) != 0) continue;
        Set causes;
        for (std::size_t k = 0; k < steps; ++k) causes.push_back(k * count + from);
        for (std::size_t to = 0; to < count; ++to) {
          const bool is_separated = is_d_separated(full.size, full.edges, causes, {steps * count + to}, past);
          EXPECT_EQ(is_mu_separated(graph, {from}, {to}, subset(bits, count)), is_separated);
          ++(is_separated ? separated : connected);
        }
      }
    }
  }
  EXPECT_GT(separated, 500);
  EXPECT_GT(connected, 500);
}

TEST(MuSeparation, ABluntEdgeTellsNothingOfWhatComesAndABidirectedOneDoes) {
  MixedGraph noise = vertices(2);
  noise.join(0, 1, blunt, blunt);
  noise.join(1, 1, tail, head);
  EXPECT_TRUE(is_mu_separated(noise, {0}, {1}, {1}));
  EXPECT_FALSE(is_mu_separated(noise, {0}, {1}, {}));  // through what x1 was: x0 |-| x1 -> x1
  MixedGraph latent = vertices(2);
  latent.join(0, 1, head, head);
  EXPECT_FALSE(is_mu_separated(latent, {0}, {1}, {1}));
  EXPECT_EQ(walk_text(latent, *find_mu_connection(latent, {0}, {1}, {1})), "x0 <-> x1");
}

TEST(MuSeparation, WhatIsGivenHasNothingMoreToTell) {
  MixedGraph graph = vertices(2);
  graph.join(0, 1, tail, head);
  EXPECT_TRUE(is_mu_separated(graph, {0}, {1}, {0, 1}));
  EXPECT_FALSE(is_mu_separated(graph, {0}, {1}, {1}));
  EXPECT_TRUE(is_mu_separated(graph, {1}, {0}, {0}));
}

/// The acyclification of a graph of directed and bidirected edges (Forré & Mooij 2017; Bongers et al. 2021, def. A.13),
/// bidirected edges as vertices of their own: all of a component get the parents of all of it from outside.
FullTime acyclified(const MixedGraph& graph) {
  const std::size_t count = graph.vertices.size();
  std::vector<std::vector<bool>> reaches(count, std::vector<bool>(count, false));
  for (std::size_t v = 0; v < count; ++v) reaches[v][v] = true;
  for (const auto& edge : graph.edges)
    if (edge.at_a == tail) reaches[edge.a][edge.b] = true;
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < count; ++j)
        if (reaches[i][k] && reaches[k][j]) reaches[i][j] = true;
  const auto is_together = [&](std::size_t i, std::size_t j) { return reaches[i][j] && reaches[j][i]; };
  FullTime made{count, {}};
  const auto join_below = [&](std::size_t cause, std::size_t member) {
    for (std::size_t v = 0; v < count; ++v)
      if (is_together(v, member)) made.edges.emplace_back(cause, v);
  };
  for (const auto& edge : graph.edges) {
    if (edge.at_a == tail) {
      if (!is_together(edge.a, edge.b)) join_below(edge.a, edge.b);
    } else {
      join_below(made.size, edge.a);
      join_below(made.size++, edge.b);
    }
  }
  for (std::size_t v = 0; v < count; ++v)  // a component's own disturbances reach all of it
    join_below(made.size++, v);
  return made;
}

TEST(SigmaSeparation, IsDSeparationInTheAcyclification) {
  SmallNumbers numbers(3);
  int separated = 0, connected = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    const std::size_t count = 2 + numbers.below(4);
    const MixedGraph graph = random_graph(numbers, count, 1 + numbers.below(8), false);
    const FullTime acyclic = acyclified(graph);
    for (std::size_t bits = 0; bits < 1U << count; ++bits) {
      for (std::size_t a = 0; a < count; ++a) {
        for (std::size_t b = 0; b < count; ++b) {
          if (a == b || (bits >> a & 1U) != 0 || (bits >> b & 1U) != 0) continue;
          const bool is_separated = is_d_separated(acyclic.size, acyclic.edges, {a}, {b}, subset(bits, count));
          EXPECT_EQ(is_sigma_separated(graph, {a}, {b}, subset(bits, count)), is_separated);
          ++(is_separated ? separated : connected);
        }
      }
    }
  }
  EXPECT_GT(separated, 1000);
  EXPECT_GT(connected, 1000);
}

// x0 -> x1 <-> loop <-> x2 <- x3: given the loop's two, d-separation would part x0 and x3, σ-separation does not
// (Forré & Mooij 2017, figure 1).
TEST(SigmaSeparation, DoesNotPartByALoop) {
  MixedGraph graph = vertices(4);
  graph.join(0, 1, tail, head);
  graph.join(1, 2, tail, head);
  graph.join(2, 1, tail, head);
  graph.join(3, 2, tail, head);
  EXPECT_FALSE(is_sigma_separated(graph, {0}, {3}, {1, 2}));
  EXPECT_TRUE(is_sigma_separated(graph, {0}, {3}, {}));
  EXPECT_TRUE(is_sigma_separated(graph, {0}, {3}, {0}));
}

}  // namespace
}  // namespace dosde
