#pragma once

#include <string>
#include <vector>

#include "engine/causal/causal_graph.hpp"
#include "engine/causal/graphs/mixed_graph.hpp"
#include "engine/causal/graphs/regime_structure.hpp"

namespace dosde {

/// The graph of the Euler–Maruyama chain over `steps` steps, with a vertex x(k) for every variable and time: an edge
/// from x(k) to y(k + 1) where x enters y's row, from every free variable to its own next value, and a bidirected edge
/// between values that share the noise of a step. A held variable has edges from what it is held at, at the same time.
MixedGraph unroll(const CausalGraph& graph, std::size_t steps);

/// The graph of the structural causal model x_i = the solution of f_i(x) = 0 for x_i (Mooij, Janzing & Schölkopf 2013):
/// drift edges without self loops; edges into held variables only from what they are held at. Rows that share a source
/// of noise or a draw are joined by a bidirected edge.
MixedGraph equilibrium_graph(const CausalGraph& graph, const std::vector<RowStructure>& rows);

/// The local independence graph of the free variables, latent ones and draws (as latent vertices) included: x -> y
/// where the drift of y depends on x, a blunt edge between rows that share noise (Mogensen & Hansen 2020, 2022). Held
/// variables have no differential of their own and no vertex; what they carry is in the rows that they enter.
MixedGraph local_independence_graph(const CausalGraph& graph, const std::vector<RowStructure>& rows);

/// Why local independence cannot be read off the graph, a sentence part; empty: it can. A path shows the quadratic
/// variation of its noise at once, so a loading that depends on a state tells of that state without any delay, which
/// the graph does not know of.
std::string objection_to_local_independence(const CausalGraph& graph, const std::vector<RowStructure>& rows);

/// The graph as text: edges from tail to head, the marks of the others as attributes.
std::string export_graph(const MixedGraph& graph, GraphFormat format, const std::string& title);

}  // namespace dosde
