#include "engine/causal/graphs/projection.hpp"

#include <array>

namespace dosde {
namespace {

constexpr std::size_t mark_count = 3;

/// Joins one vertex to all that are reached from it through latent vertices, first by a step with the mark `leaving`.
void project_from(const MixedGraph& graph, const std::vector<std::vector<GraphStep>>& steps, std::size_t start,
                  EndMark leaving, const std::vector<std::size_t>& place, MixedGraph& projected) {
  std::vector<std::array<bool, mark_count>> is_reached(graph.vertices.size());
  std::vector<GraphStep> open;
  const auto reach = [&](const GraphStep& step) {
    bool& known = is_reached[step.to][static_cast<std::size_t>(step.arriving)];
    if (!known) open.push_back(step);
    known = true;
  };
  for (const auto& step : steps[start])
    if (step.leaving == leaving) reach(step);
  while (!open.empty()) {
    const GraphStep step = open.back();
    open.pop_back();
    if (!graph.is_latent[step.to]) {
      MixedEdge edge{place[start], place[step.to], leaving, step.arriving};
      bool is_known = false;
      for (const auto& other : projected.edges)
        is_known = is_known || other.joins(edge.a, edge.b, edge.at_a, edge.at_b);
      if (!is_known) projected.edges.push_back(edge);
      continue;
    }
    for (const auto& next : steps[step.to])
      if (step.arriving == EndMark::tail || next.leaving == EndMark::tail) reach(next);  // no collider
  }
}

}  // namespace

MixedGraph project_out_latents(const MixedGraph& graph) {
  MixedGraph projected;
  std::vector<std::size_t> place(graph.vertices.size());
  for (std::size_t v = 0; v < graph.vertices.size(); ++v)
    if (!graph.is_latent[v]) place[v] = projected.add(graph.vertices[v], false, graph.is_held[v]);
  for (const auto& edge : graph.edges)  // their labels stay with them
    if (!graph.is_latent[edge.a] && !graph.is_latent[edge.b])
      projected.join(place[edge.a], place[edge.b], edge.at_a, edge.at_b, edge.label);
  const auto steps = steps_of(graph);
  for (std::size_t v = 0; v < graph.vertices.size(); ++v) {
    if (graph.is_latent[v]) continue;
    for (const auto leaving : {EndMark::tail, EndMark::head, EndMark::blunt})
      project_from(graph, steps, v, leaving, place, projected);
  }
  return projected;
}

}  // namespace dosde
