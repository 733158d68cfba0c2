#include <array>
#include <cstdio>

#include "engine/causal/export/graph_text.hpp"

namespace dosde {
namespace {

/// A JSON string (RFC 8259): quotes, backslashes and control characters are escaped, everything else is UTF-8 as it is.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += code.data();
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

std::string list(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const auto& name : names) text += (text.size() > 1 ? ", " : "") + quoted(name);
  return text + "]";
}

std::string matrix(const std::vector<std::int8_t>& values, std::size_t columns) {
  std::string text = "[";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % columns == 0) text += i == 0 ? "[" : "], [";
    text += (i % columns == 0 ? "" : ", ") + std::to_string(values[i]);
  }
  return text + (values.empty() ? "]" : "]]");
}

std::string components(const CausalGraph& graph) {
  std::string text = "[";
  for (const auto& component : strongly_connected_components(graph)) {
    std::vector<std::string> names;
    for (const auto id : component) names.push_back(graph.variables[id.index()]);
    text += (text.size() > 1 ? ", " : "") + list(names);
  }
  return text + "]";
}

std::string edges(const CausalGraph& graph) {
  std::string text;
  const auto begin = [&](std::size_t parent, std::size_t child) {
    text += (text.empty() ? "\n    " : ",\n    ");
    text += "{\"parent\": " + quoted(graph.variables[parent]) + ", \"child\": " + quoted(graph.variables[child]);
  };
  for_each_edge(graph, [&](const GraphEdge& edge) {
    begin(edge.parent, edge.child);
    text += ", \"kind\": " + quoted(kind_of(edge)) + ", \"sign\": " + std::to_string(edge.sign) + "}";
  });
  for_each_shared(graph, [&](std::size_t a, std::size_t b, const std::string& sources) {
    begin(a, b);
    text += ", \"kind\": \"shared noise\", \"directed\": false, \"sources\": " + quoted(sources) + "}";
  });
  return "[" + text + (text.empty() ? "]" : "\n  ]");
}

}  // namespace

std::string to_json(const MixedGraph& graph, const std::string& title) {
  std::vector<std::string> held;
  std::vector<std::string> latent;
  std::string layers;
  for (std::size_t i = 0; i < graph.vertices.size(); ++i) {
    if (graph.is_held[i]) held.push_back(graph.vertices[i]);
    if (graph.is_latent[i]) latent.push_back(graph.vertices[i]);
    if (!graph.layer.empty()) layers += (i == 0 ? "" : ", ") + std::to_string(graph.layer[i]);
  }
  std::string text = "{\n  \"title\": " + quoted(title) + ",\n  \"vertices\": " + list(graph.vertices) +
                     ",\n  \"clamped\": " + list(held) + ",\n  \"latent\": " + list(latent);
  if (!layers.empty()) text += ",\n  \"step\": [" + layers + "]";
  text += ",\n  \"edges\": [";
  bool is_first = true;
  for (const auto& edge : graph.edges) {
    const MixedEdge told = from_tail(edge);
    text += std::string(is_first ? "\n" : ",\n") + "    {\"from\": " + quoted(graph.vertices[told.a]) +
            ", \"to\": " + quoted(graph.vertices[told.b]) + ", \"kind\": " + quoted(sort_of(told)) +
            ", \"at_from\": " + quoted(word_of(told.at_a)) + ", \"at_to\": " + quoted(word_of(told.at_b)) +
            ", \"label\": " + quoted(told.label) + "}";
    is_first = false;
  }
  return text + (is_first ? "]\n}\n" : "\n  ]\n}\n");
}

std::string to_json(const CausalGraph& graph, const std::string& title) {
  const std::size_t count = graph.variables.size();
  const auto member = [](const std::string& name, const std::string& value) {
    return "  " + quoted(name) + ": " + value + ",\n";
  };
  std::vector<std::string> clamped;
  std::vector<std::string> latent;
  for (std::size_t i = 0; i < count; ++i) {
    if (graph.clamped[i] != 0) clamped.push_back(graph.variables[i]);
    if (graph.is_latent(i)) latent.push_back(graph.variables[i]);
  }
  return "{\n" + member("title", quoted(title)) +
         member("orientation",
                quoted("row = child, column = parent: the column's variable enters the row's mechanism")) +
         member("variables", list(graph.variables)) + member("sources", list(graph.sources)) +
         member("clamped", list(clamped)) + member("latent", list(latent)) + member("components", components(graph)) +
         member("drift_edges", matrix(graph.drift_edges, count)) +
         member("drift_sign", matrix(graph.drift_sign, count)) +
         member("diffusion_edges", matrix(graph.diffusion_edges, count)) +
         member("shared_noise", matrix(graph.shared_noise, count)) +
         member("noise_loading", matrix(graph.noise_loading, graph.sources.size())) + "  \"edges\": " + edges(graph) +
         "\n}\n";
}

}  // namespace dosde
