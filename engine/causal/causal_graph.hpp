#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// The causal graph of a regime, by structure after substituting uniform parameter values (a zero coefficient is no
/// edge). All matrices are row-major, row = child, column = parent
/// ("the parent's value enters the child's row"); self loops included.
struct CausalGraph {
  std::vector<std::string> variables;
  std::vector<std::string> sources;
  std::vector<std::int8_t> drift_edges;      ///< [variable][parent] 1: enters the drift
  std::vector<std::int8_t> diffusion_edges;  ///< [variable][parent] 1: enters a loading
  std::vector<std::int8_t> shared_noise;     ///< [variable][other] 1: a source enters both rows (diagonal 0)
  std::vector<std::int8_t> noise_loading;    ///< [variable][source] 1: the source enters the row
  std::vector<std::int8_t> drift_sign;       ///< [variable][parent] -1, 0 (none, or not proven), +1
  std::vector<std::int8_t>
      clamped;  ///< [variable] 1: held by an intervention (its incoming edges are those of the policy, if any)
  std::vector<std::int8_t> observed = {};  ///< [variable] 0: latent; empty: all are observed

  [[nodiscard]] bool is_latent(std::size_t variable) const { return !observed.empty() && observed[variable] == 0; }
};

CausalGraph build_causal_graph(const Model& model, const MechanismSet& mechanisms,
                               const std::map<std::string, double>& parameters);

/// Strongly connected components over drift and diffusion edges (Tarjan), each sorted, in topological order of the
/// condensation; a single variable without self loop is a component too.
std::vector<std::vector<VariableId>> strongly_connected_components(const CausalGraph& graph);

enum class GraphFormat { dot, graphml, json };
/// The graph as text. Edges are drawn parent -> child; kinds and signs as attributes; shared noise as bidirected edges.
std::string export_graph(const CausalGraph& graph, GraphFormat format, const std::string& title);

}  // namespace dosde
