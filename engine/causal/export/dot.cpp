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
std::string node_attributes(const CausalGraph& graph, std::size_t variable) {
  std::string text;
  if (graph.clamped[variable] != 0) text += "shape=box, clamped=true";
  if (graph.is_latent(variable)) text += std::string(text.empty() ? "" : ", ") + "style=dashed, latent=true";
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

}  // namespace

std::string to_dot(const CausalGraph& graph, const std::string& title) {
  std::string text = "digraph " + quoted(title) + " {\n  label=" + quoted(title) + ";\n";
  for (std::size_t i = 0; i < graph.variables.size(); ++i)
    text += "  " + quoted(graph.variables[i]) + node_attributes(graph, i) + ";\n";
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
