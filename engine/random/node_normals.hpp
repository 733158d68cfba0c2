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
  // In two passes, so that a processor has several vectors at hand: each pass is one long chain of operations.
  std::uint64_t radius[Width], angle[Width];
  for (int from = 0; from < count; from += Lanes::count) {
    const auto trajectory = Lanes::load(nodes.trajectory + from);
    const auto cell = Lanes::load(nodes.cell + from);
    const auto node = Lanes::load(nodes.node + from);
    const auto own_key = bridge_keys(key, node >> 1);
    PhiloxState state{trajectory, trajectory >> 32, cell,
                      ((cell >> 32) & std::uint64_t{0xffff}) | (std::uint64_t{kBridgeSlot} << 16)};
    auto key0 = own_key;  // nothing reads the high halves
    auto key1 = own_key >> 32;
    for (int round = 0; round < kPhiloxRounds; ++round) {
      state = philox_round(state, key0, key1);
      key0 = key0 + std::uint64_t{kPhiloxKeyStep0};
      key1 = key1 + std::uint64_t{kPhiloxKeyStep1};
    }
    // Of a pair, the first node has words 0 and 1, the second words 2 and 3.
    const auto is_second = -(node & std::uint64_t{1});
    Lanes::store(radius + from, (state.word0 & ~is_second) | (state.word2 & is_second));
    Lanes::store(angle + from, (state.word1 & ~is_second) | (state.word3 & is_second));
  }
  for (int from = 0; from < count; from += Lanes::count) {
    typename Lanes::Real even, odd;
    BoxMuller<Lanes>::transform(Lanes::load(radius + from), Lanes::load(angle + from), Lanes::broadcast(1.0), even,
                                odd);
    Lanes::store(first + from, even);
    Lanes::store(second + from, odd);
  }
}

}  // namespace dosde
