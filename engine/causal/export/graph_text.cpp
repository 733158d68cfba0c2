#include "engine/causal/export/graph_text.hpp"

namespace dosde {

std::string kind_of(const GraphEdge& edge) {
  if (edge.in_drift && edge.in_diffusion) return "drift and diffusion";
  return edge.in_drift ? "drift" : "diffusion";
}

std::string sign_text(const GraphEdge& edge) { return edge.sign > 0 ? "+" : edge.sign < 0 ? "-" : ""; }

void for_each_edge(const CausalGraph& graph, const std::function<void(const GraphEdge&)>& visit) {
  const std::size_t count = graph.variables.size();
  for (std::size_t child = 0; child < count; ++child) {
    for (std::size_t parent = 0; parent < count; ++parent) {
      const std::size_t place = child * count + parent;
      const GraphEdge edge{parent, child, graph.drift_edges[place] != 0, graph.diffusion_edges[place] != 0,
                           graph.drift_sign[place]};
      if (edge.in_drift || edge.in_diffusion) visit(edge);
    }
  }
}

void for_each_shared(const CausalGraph& graph,
                     const std::function<void(std::size_t, std::size_t, const std::string&)>& visit) {
  const std::size_t count = graph.variables.size();
  const std::size_t source_count = graph.sources.size();
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = a + 1; b < count; ++b) {
      if (graph.shared_noise[a * count + b] == 0) continue;
      std::string sources;
      for (std::size_t k = 0; k < source_count; ++k)
        if (graph.noise_loading[a * source_count + k] != 0 && graph.noise_loading[b * source_count + k] != 0)
          sources += (sources.empty() ? "" : ", ") + graph.sources[k];
      visit(a, b, sources);
    }
  }
}

std::string sort_of(const MixedEdge& edge) {
  if (edge.at_a == EndMark::tail || edge.at_b == EndMark::tail) return "directed";
  if (edge.at_a == edge.at_b) return edge.at_a == EndMark::head ? "bidirected" : "blunt";
  return "half-blunt";
}

std::string word_of(EndMark mark) { return mark == EndMark::head ? "head" : mark == EndMark::blunt ? "blunt" : "tail"; }

MixedEdge from_tail(const MixedEdge& edge) {
  return edge.at_b == EndMark::tail ? MixedEdge{edge.b, edge.a, edge.at_b, edge.at_a, edge.label} : edge;
}

namespace {

template <class Graph>
std::string export_any(const Graph& graph, GraphFormat format, const std::string& title) {
  switch (format) {
    case GraphFormat::dot:
      return to_dot(graph, title);
    case GraphFormat::graphml:
      return to_graphml(graph, title);
    case GraphFormat::json:
      return to_json(graph, title);
  }
  return "";
}

}  // namespace

std::string export_graph(const CausalGraph& graph, GraphFormat format, const std::string& title) {
  return export_any(graph, format, title);
}

std::string export_graph(const MixedGraph& graph, GraphFormat format, const std::string& title) {
  return export_any(graph, format, title);
}

}  // namespace dosde
