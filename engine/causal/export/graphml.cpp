#include "engine/causal/export/graph_text.hpp"

namespace dosde {
namespace {

constexpr const char* file_start =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";

/// Text of XML 1.0: five characters are escaped, control characters (which XML cannot hold) become blanks.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string data(const std::string& key, const std::string& value) {
  return "<data key=\"" + key + "\">" + escaped(value) + "</data>";
}

std::string key(const std::string& name, const std::string& domain, const std::string& type) {
  return "  <key id=\"" + name + "\" for=\"" + domain + "\" attr.name=\"" + name + "\" attr.type=\"" + type + "\"/>\n";
}

}  // namespace

std::string to_graphml(const MixedGraph& graph, const std::string& title) {
  const auto id = [](std::size_t vertex) { return "\"n" + std::to_string(vertex) + "\""; };
  std::string text = file_start;
  text += key("title", "graph", "string") + key("name", "node", "string") + key("clamped", "node", "boolean") +
          key("observed", "node", "boolean") + key("kind", "edge", "string") + key("at_source", "edge", "string") +
          key("at_target", "edge", "string") + key("label", "edge", "string");
  text += "  <graph id=\"G\" edgedefault=\"directed\">\n    " + data("title", title) + "\n";
  for (std::size_t i = 0; i < graph.vertices.size(); ++i)
    text += "    <node id=" + id(i) + ">" + data("name", graph.vertices[i]) +
            data("clamped", graph.is_held[i] ? "true" : "false") +
            data("observed", graph.is_latent[i] ? "false" : "true") + "</node>\n";
  for (const auto& edge : graph.edges) {
    const MixedEdge told = from_tail(edge);
    text += std::string("    <edge") + (sort_of(told) == "directed" ? "" : " directed=\"false\"") +
            " source=" + id(told.a) + " target=" + id(told.b) + ">" + data("kind", sort_of(told)) +
            data("at_source", word_of(told.at_a)) + data("at_target", word_of(told.at_b)) + data("label", told.label) +
            "</edge>\n";
  }
  return text + "  </graph>\n</graphml>\n";
}

std::string to_graphml(const CausalGraph& graph, const std::string& title) {
  const auto id = [](std::size_t vertex) { return "\"n" + std::to_string(vertex) + "\""; };
  std::string text = file_start;
  text += key("title", "graph", "string") + key("name", "node", "string") + key("clamped", "node", "boolean") +
          key("observed", "node", "boolean") + key("kind", "edge", "string") + key("sign", "edge", "int") +
          key("sources", "edge", "string");
  text += "  <graph id=\"G\" edgedefault=\"directed\">\n    " + data("title", title) + "\n";
  for (std::size_t i = 0; i < graph.variables.size(); ++i)
    text += "    <node id=" + id(i) + ">" + data("name", graph.variables[i]) +
            data("clamped", graph.clamped[i] != 0 ? "true" : "false") +
            data("observed", graph.is_latent(i) ? "false" : "true") + "</node>\n";
  for_each_edge(graph, [&](const GraphEdge& edge) {
    text += "    <edge source=" + id(edge.parent) + " target=" + id(edge.child) + ">" + data("kind", kind_of(edge)) +
            data("sign", std::to_string(edge.sign)) + "</edge>\n";
  });
  for_each_shared(graph, [&](std::size_t a, std::size_t b, const std::string& sources) {
    text += "    <edge directed=\"false\" source=" + id(a) + " target=" + id(b) + ">" + data("kind", "shared noise") +
            data("sources", sources) + "</edge>\n";
  });
  return text + "  </graph>\n</graphml>\n";
}

}  // namespace dosde
