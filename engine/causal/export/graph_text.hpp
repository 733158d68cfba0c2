#pragma once

#include <functional>
#include <string>

#include "engine/causal/causal_graph.hpp"
#include "engine/causal/graphs/regime_graphs.hpp"

namespace dosde {

// One function a format, each in its own file.
std::string to_dot(const CausalGraph& graph, const std::string& title);
std::string to_graphml(const CausalGraph& graph, const std::string& title);
std::string to_json(const CausalGraph& graph, const std::string& title);
std::string to_dot(const MixedGraph& graph, const std::string& title);
std::string to_graphml(const MixedGraph& graph, const std::string& title);
std::string to_json(const MixedGraph& graph, const std::string& title);

/// "directed", "bidirected", "blunt" or "half-blunt".
std::string sort_of(const MixedEdge& edge);
/// "head", "blunt" or "tail".
std::string word_of(EndMark mark);
/// The edge with its tail at a, if it has one: directed edges are told from their tail.
MixedEdge from_tail(const MixedEdge& edge);

/// One directed edge with what is known of it.
struct GraphEdge {
  std::size_t parent;
  std::size_t child;
  bool in_drift;
  bool in_diffusion;
  int sign;  ///< of the drift edge: -1, 0, +1
};

/// "drift", "diffusion" or "drift and diffusion".
std::string kind_of(const GraphEdge& edge);
/// "+", "-" or "" where none is proven.
std::string sign_text(const GraphEdge& edge);

/// All directed edges, by child, then parent: the order of the matrices.
void for_each_edge(const CausalGraph& graph, const std::function<void(const GraphEdge&)>& visit);
/// All pairs a < b that share noise, with the sources they share ("W1, W2").
void for_each_shared(const CausalGraph& graph,
                     const std::function<void(std::size_t a, std::size_t b, const std::string& sources)>& visit);

}  // namespace dosde
