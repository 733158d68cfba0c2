#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// How an edge ends at a vertex. A blunt end is that of noise which enters there at the same moment as at the other
/// end, and so tells nothing of what comes after.
enum class EndMark : std::int8_t { tail, head, blunt };

struct MixedEdge {
  std::size_t a = 0;
  std::size_t b = 0;
  EndMark at_a = EndMark::tail;
  EndMark at_b = EndMark::head;
  std::string label = {};  ///< what makes the edge: kinds, sources; "" where nothing is to be said

  [[nodiscard]] bool joins(std::size_t x, std::size_t y, EndMark at_x, EndMark at_y) const {
    return (a == x && b == y && at_a == at_x && at_b == at_y) || (a == y && b == x && at_a == at_y && at_b == at_x);
  }
};

/// A graph with edges of several sorts, loops and several edges between two vertices allowed: directed (tail, head),
/// bidirected (head, head), blunt (blunt, blunt) and half-blunt (blunt, head).
struct MixedGraph {
  std::vector<std::string> vertices;
  std::vector<bool> is_latent;  ///< [vertex]
  std::vector<bool> is_held;    ///< [vertex] held by an intervention
  std::vector<int> layer = {};  ///< [vertex] its time step in an unrolled graph; empty: no time
  std::vector<MixedEdge> edges = {};

  std::size_t add(const std::string& name, bool latent = false, bool held = false);
  /// Adds an edge, or its label to the edge of that sort which is there.
  void join(std::size_t a, std::size_t b, EndMark at_a, EndMark at_b, const std::string& label = "");
};

/// One way over an edge.
struct GraphStep {
  std::size_t from;
  std::size_t to;
  EndMark leaving;   ///< the mark at `from`
  EndMark arriving;  ///< the mark at `to`
};

/// All steps from each vertex; a directed loop can be walked both ways.
std::vector<std::vector<GraphStep>> steps_of(const MixedGraph& graph);

/// The vertices from which a directed path (also the empty one) leads into the set. [vertex]
std::vector<bool> ancestors_of(const MixedGraph& graph, const std::vector<std::size_t>& set);

/// The number of each vertex's strongly connected component, by directed edges. [vertex]
std::vector<std::size_t> component_numbers(const MixedGraph& graph);

using Walk = std::vector<GraphStep>;
/// "x -> h <- y |-| z": heads as arrows, blunt ends as bars.
std::string walk_text(const MixedGraph& graph, const Walk& walk);
/// "->", "<->", "|-|", "<-|", …
std::string edge_text(EndMark at_left, EndMark at_right);

}  // namespace dosde
