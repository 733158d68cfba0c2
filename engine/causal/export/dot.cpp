#include "engine/causal/export/graph_text.hpp"

namespace dosde {
namespace {

/// A quoted identifier of the DOT language: only the quote and the backslash need care; line ends become blanks.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out + "\"";
}

/// Held variables are boxes, latent ones dashed.
std::string node_attributes(bool is_held, bool is_latent) {
  std::string text;
  if (is_held) text += "shape=box, clamped=true";
  if (is_latent) text += std::string(text.empty() ? "" : ", ") + "style=dashed, latent=true";
  return text.empty() ? "" : " [" + text + "]";
}

/// Activation ends in an arrow, inhibition in a bar; a diffusion edge is dashed.
std::string attributes_of(const GraphEdge& edge) {
  std::string text = "kind=" + quoted(kind_of(edge));
  if (edge.sign != 0) text += ", sign=" + quoted(sign_text(edge));
  if (edge.sign < 0) text += ", arrowhead=tee";
  if (!edge.in_drift) text += ", style=dashed";
  return text;
}

/// The end of an edge: heads as arrows, blunt ends as bars.
std::string end_shape(EndMark mark) {
  return mark == EndMark::head ? "normal" : mark == EndMark::blunt ? "tee" : "none";
}

std::string attributes_of(const MixedEdge& edge) {
  std::string text = "kind=" + quoted(sort_of(edge));
  if (sort_of(edge) != "directed")
    text += ", dir=both, arrowtail=" + end_shape(edge.at_a) + ", arrowhead=" + end_shape(edge.at_b) +
            ", style=dotted, constraint=false";
  if (!edge.label.empty()) text += ", label=" + quoted(edge.label);
  return text;
}

/// Vertices of one time side by side.
std::string layers_of(const MixedGraph& graph) {
  std::string text;
  for (std::size_t i = 0; i < graph.layer.size(); ++i) {
    const bool is_first = i == 0 || graph.layer[i] != graph.layer[i - 1];
    if (is_first) text += std::string(i == 0 ? "  rankdir=LR;\n" : " }\n") + "  { rank=same;";
    text += " " + quoted(graph.vertices[i]) + ";";
  }
  return text.empty() ? "" : text + " }\n";
}

}  // namespace

std::string to_dot(const MixedGraph& graph, const std::string& title) {
  std::string text = "digraph " + quoted(title) + " {\n  label=" + quoted(title) + ";\n";
  for (std::size_t i = 0; i < graph.vertices.size(); ++i)
    text += "  " + quoted(graph.vertices[i]) + node_attributes(graph.is_held[i], graph.is_latent[i]) + ";\n";
  text += layers_of(graph);
  for (const auto& edge : graph.edges) {
    const MixedEdge told = from_tail(edge);
    text += "  " + quoted(graph.vertices[told.a]) + " -> " + quoted(graph.vertices[told.b]) + " [" +
            attributes_of(edge) + "];\n";
  }
  return text + "}\n";
}

std::string to_dot(const CausalGraph& graph, const std::string& title) {
  std::string text = "digraph " + quoted(title) + " {\n  label=" + quoted(title) + ";\n";
  for (std::size_t i = 0; i < graph.variables.size(); ++i)
    text += "  " + quoted(graph.variables[i]) + node_attributes(graph.clamped[i] != 0, graph.is_latent(i)) + ";\n";
  for_each_edge(graph, [&](const GraphEdge& edge) {
    text += "  " + quoted(graph.variables[edge.parent]) + " -> " + quoted(graph.variables[edge.child]) + " [" +
            attributes_of(edge) + "];\n";
  });
  for_each_shared(graph, [&](std::size_t a, std::size_t b, const std::string& sources) {
    text += "  " + quoted(graph.variables[a]) + " -> " + quoted(graph.variables[b]) +
            " [dir=both, style=dotted, constraint=false, kind=\"shared noise\", label=" + quoted(sources) + "];\n";
  });
  return text + "}\n";
}

}  // namespace dosde
