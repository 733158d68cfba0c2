#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/strong_id.hpp"

namespace dosde {

/// Strongly connected components of a directed graph (Tarjan), each sorted, in topological order of the condensation.
/// `children`: [vertex]; an id is the number of a vertex. Of a causal graph: see causal_graph.hpp.
std::vector<std::vector<VariableId>> strongly_connected_components(
    const std::vector<std::vector<std::size_t>>& children);

}  // namespace dosde
