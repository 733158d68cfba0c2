#include "engine/causal/graphs/mixed_graph.hpp"

#include <algorithm>

#include "engine/causal/strongly_connected.hpp"

namespace dosde {

std::size_t MixedGraph::add(const std::string& name, bool latent, bool held) {
  vertices.push_back(name);
  is_latent.push_back(latent);
  is_held.push_back(held);
  return vertices.size() - 1;
}

void MixedGraph::join(std::size_t a, std::size_t b, EndMark at_a, EndMark at_b, const std::string& label) {
  const auto known =
      std::find_if(edges.begin(), edges.end(), [&](const MixedEdge& edge) { return edge.joins(a, b, at_a, at_b); });
  if (known == edges.end())
    edges.push_back({a, b, at_a, at_b, label});
  else if (!label.empty())
    known->label += (known->label.empty() ? "" : ", ") + label;
}

std::vector<std::vector<GraphStep>> steps_of(const MixedGraph& graph) {
  std::vector<std::vector<GraphStep>> steps(graph.vertices.size());
  for (const auto& edge : graph.edges) {
    steps[edge.a].push_back({edge.a, edge.b, edge.at_a, edge.at_b});
    const bool is_mirror = edge.a == edge.b && edge.at_a == edge.at_b;
    if (!is_mirror) steps[edge.b].push_back({edge.b, edge.a, edge.at_b, edge.at_a});
  }
  return steps;
}

std::vector<bool> ancestors_of(const MixedGraph& graph, const std::vector<std::size_t>& set) {
  const auto steps = steps_of(graph);
  std::vector<bool> found(graph.vertices.size(), false);
  std::vector<std::size_t> open = set;
  for (const auto vertex : set) found[vertex] = true;
  while (!open.empty()) {
    const std::size_t vertex = open.back();
    open.pop_back();
    for (const auto& step : steps[vertex]) {
      if (step.leaving != EndMark::head || step.arriving != EndMark::tail || found[step.to]) continue;
      found[step.to] = true;
      open.push_back(step.to);
    }
  }
  return found;
}

std::vector<std::size_t> component_numbers(const MixedGraph& graph) {
  std::vector<std::vector<std::size_t>> children(graph.vertices.size());
  for (const auto& edge : graph.edges) {
    if (edge.at_a == EndMark::tail && edge.at_b == EndMark::head) children[edge.a].push_back(edge.b);
    if (edge.at_b == EndMark::tail && edge.at_a == EndMark::head) children[edge.b].push_back(edge.a);
  }
  std::vector<std::size_t> numbers(graph.vertices.size(), 0);
  const auto components = strongly_connected_components(children);
  for (std::size_t n = 0; n < components.size(); ++n)
    for (const auto vertex : components[n]) numbers[vertex.index()] = n;
  return numbers;
}

std::string edge_text(EndMark at_left, EndMark at_right) {
  const std::string left = at_left == EndMark::head ? "<" : at_left == EndMark::blunt ? "|" : "";
  const std::string right = at_right == EndMark::head ? ">" : at_right == EndMark::blunt ? "|" : "";
  return left + "-" + right;
}

std::string walk_text(const MixedGraph& graph, const Walk& walk) {
  if (walk.empty()) return "";
  std::string text = graph.vertices[walk.front().from];
  for (const auto& step : walk) text += " " + edge_text(step.leaving, step.arriving) + " " + graph.vertices[step.to];
  return text;
}

}  // namespace dosde
