#pragma once

#include <cstdint>
#include <type_traits>

#include "engine/random/normal.hpp"

namespace dosde {

/// Nodes of the trees of noise cells (cell_walk.hpp) that are to be cut, packed: each of a trajectory, a cell and a
/// place in its tree of its own. Room for `Width` of them.
template <int Width>
struct NodeList {
  std::uint64_t trajectory[Width];
  std::uint64_t cell[Width];
  std::uint64_t node[Width];  ///< its number in the tree: 1 is the root, 2k and 2k + 1 are the halves of k
};

/// The random words of `vectors` vectors of nodes from the `from`-th on: those that its node has of a pair's four.
/// Several vectors at a time, because the rounds are one long chain of operations.
template <class Lanes, int vectors, int Width>
DOSDE_FORCEINLINE_FUNCTION void draw_node_words(const NodeList<Width>& nodes, int from, std::uint64_t key,
                                                std::uint64_t* radius, std::uint64_t* angle) {
  using Words = typename Lanes::Bits;
  PhiloxState<Words, Words, Words, Words> state[vectors];
  Words key0[vectors], key1[vectors];
  for (int v = 0; v < vectors; ++v) {
    const int at = from + v * Lanes::count;
    const Words trajectory = Lanes::load(nodes.trajectory + at);
    const Words cell = Lanes::load(nodes.cell + at);
    const Words own_key = bridge_keys(key, Lanes::load(nodes.node + at) >> 1);
    state[v] = {trajectory, trajectory >> 32, cell,
                ((cell >> 32) & std::uint64_t{0xffff}) | (std::uint64_t{kBridgeSlot} << 16)};
    key0[v] = own_key;  // nothing reads the high halves
    key1[v] = own_key >> 32;
  }
  for (int round = 0; round < kPhiloxRounds; ++round)
    for (int v = 0; v < vectors; ++v) {
      state[v] = philox_round(state[v], key0[v], key1[v]);
      key0[v] = key0[v] + std::uint64_t{kPhiloxKeyStep0};
      key1[v] = key1[v] + std::uint64_t{kPhiloxKeyStep1};
    }
  for (int v = 0; v < vectors; ++v) {
    const int at = from + v * Lanes::count;
    // Of a pair, the first node has words 0 and 1, the second words 2 and 3.
    const Words is_second = -(Lanes::load(nodes.node + at) & std::uint64_t{1});
    Lanes::store(radius + at, (state[v].word0 & ~is_second) | (state[v].word2 & is_second));
    Lanes::store(angle + at, (state[v].word1 & ~is_second) | (state[v].word3 & is_second));
  }
}

/// The two standard normals with which each of the first `count` nodes is cut: those that fill_bridge makes for its
/// pair. `key`: the source's. Nodes from `count` on may be written over.
template <int Width>
DOSDE_INLINE_FUNCTION void fill_node_normals(double* first, double* second, std::uint64_t key, NodeList<Width>& nodes,
                                             int count) {
  using Lanes = std::conditional_t<Width % VectorLanes::count == 0, VectorLanes, ScalarLanes>;
  for (int i = count; i % Lanes::count != 0; ++i) {  // whole vectors
    nodes.trajectory[i] = nodes.trajectory[0];
    nodes.cell[i] = nodes.cell[0];
    nodes.node[i] = nodes.node[0];
  }
  std::uint64_t radius[Width], angle[Width];
  int drawn = 0;
  for (; drawn + Lanes::count < count; drawn += 2 * Lanes::count)
    draw_node_words<Lanes, 2>(nodes, drawn, key, radius, angle);
  if (drawn < count) draw_node_words<Lanes, 1>(nodes, drawn, key, radius, angle);
  for (int from = 0; from < count; from += Lanes::count) {
    typename Lanes::Real even, odd;
    BoxMuller<Lanes>::transform(Lanes::load(radius + from), Lanes::load(angle + from), Lanes::broadcast(1.0), even,
                                odd);
    Lanes::store(first + from, even);
    Lanes::store(second + from, odd);
  }
}

}  // namespace dosde
