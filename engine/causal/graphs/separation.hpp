#pragma once

#include <optional>
#include <vector>

#include "engine/causal/graphs/mixed_graph.hpp"

namespace dosde {

/// A walk that is μ-connecting from a vertex of `from` to one of `to` given `given`; nothing: `to` is μ-separated from
/// `from`. The walk begins outside `given`, ends with a head, every collider on it is an ancestor of `given`, and no
/// other inner vertex is in `given`. A vertex is a collider where both ends at it are heads or blunt (Mogensen &
/// Hansen, Ann. Statist. 48 (2020) 539, def. 3.1; with blunt edges Bernoulli 28 (2022) 3023).
std::optional<Walk> find_mu_connection(const MixedGraph& graph, const std::vector<std::size_t>& from,
                                       const std::vector<std::size_t>& to, const std::vector<std::size_t>& given);

/// A walk that is σ-open between the two sets given a third; nothing: they are σ-separated. Its ends are outside
/// `given`, every collider is an ancestor of `given`, and where another inner vertex is in `given`, the walk leaves it
/// along directed edges only to vertices of its own strongly connected component (Forré & Mooij 2017, arXiv 1710.08775;
/// Bongers et al., Ann. Statist. 49 (2021) 2885, def. A.16). Edges are directed or bidirected. A vertex of both sets is
/// connected to itself, by the empty walk.
std::optional<Walk> find_sigma_connection(const MixedGraph& graph, const std::vector<std::size_t>& from,
                                          const std::vector<std::size_t>& to, const std::vector<std::size_t>& given);

}  // namespace dosde
