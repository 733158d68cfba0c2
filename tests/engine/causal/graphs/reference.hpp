#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/causal/graphs/mixed_graph.hpp"

// What the graph algorithms are compared with: definitions taken literally, slow and written another way.
namespace dosde {

/// Knuth's MMIX generator: the same small graphs in every run.
class SmallNumbers {
 public:
  explicit SmallNumbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state_ >> 33) % bound;
  }

 private:
  std::uint64_t state_;
};

inline MixedGraph vertices(std::size_t count) {
  MixedGraph graph;
  for (std::size_t v = 0; v < count; ++v) graph.add("x" + std::to_string(v));
  return graph;
}

/// The members of a set that is given as bits.
inline std::vector<std::size_t> subset(std::size_t bits, std::size_t count) {
  std::vector<std::size_t> set;
  for (std::size_t v = 0; v < count; ++v)
    if ((bits >> v & 1U) != 0) set.push_back(v);
  return set;
}

/// d-separation in an acyclic graph of directed edges (pairs parent, child), by moralisation (Lauritzen et al.,
/// Networks 20 (1990) 491): no path between the sets in the moral graph of their ancestors once the given vertices are
/// removed.
inline bool is_d_separated(std::size_t count, const std::vector<std::pair<std::size_t, std::size_t>>& edges,
                           const std::vector<std::size_t>& from, const std::vector<std::size_t>& to,
                           const std::vector<std::size_t>& given) {
  std::vector<bool> is_above(count, false), is_given(count, false);
  for (const auto* set : {&from, &to, &given})
    for (const auto vertex : *set) is_above[vertex] = true;
  for (const auto vertex : given) is_given[vertex] = true;
  for (bool has_grown = true; has_grown;) {
    has_grown = false;
    for (const auto& [parent, child] : edges) {
      if (is_above[child] && !is_above[parent]) is_above[parent] = has_grown = true;
    }
  }
  std::vector<std::vector<std::size_t>> near(count), parents(count);
  for (const auto& [parent, child] : edges) {
    if (!is_above[child]) continue;
    near[parent].push_back(child);
    near[child].push_back(parent);
    for (const auto other : parents[child]) {
      near[parent].push_back(other);
      near[other].push_back(parent);
    }
    parents[child].push_back(parent);
  }
  std::vector<bool> is_reached(count, false);
  std::vector<std::size_t> open;
  for (const auto vertex : from)
    if (!is_given[vertex]) open.push_back(vertex);
  for (const auto vertex : open) is_reached[vertex] = true;
  while (!open.empty()) {
    const std::size_t vertex = open.back();
    open.pop_back();
    for (const auto next : near[vertex]) {
      if (is_given[next] || is_reached[next]) continue;
      is_reached[next] = true;
      open.push_back(next);
    }
  }
  for (const auto vertex : to)
    if (is_reached[vertex]) return false;
  return true;
}

}  // namespace dosde
