#pragma once

#include "engine/causal/graphs/mixed_graph.hpp"

namespace dosde {

/// The graph over the vertices that are not latent which has the same μ-separations among them: an edge for every walk
/// whose inner vertices are latent and no colliders, with the marks that the walk has at its ends (Mogensen & Hansen,
/// Ann. Statist. 48 (2020) 539, section 3.1). A latent parent of two makes a bidirected edge; one whose noise is shared
/// with a, and that b has for a parent, a half-blunt one: a |-> b.
MixedGraph project_out_latents(const MixedGraph& graph);

}  // namespace dosde
