#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/ensemble/moments.hpp"

namespace dosde {

/// Merges nodes of the summary tree that come in the order of their units: the fixed binary tree over the unit index,
/// in which a node without a right sibling rises as it is. Since a unit is 2^k leaves, the result has the same bits for
/// every unit size, and for every order in which the units were computed. Holds log2(units) rows.
class TreeMerge {
 public:
  /// The next unit's row of nodes (one a cell: scenario, time, column); all rows of one length.
  void add(std::span<const Moments> row);
  /// The root of every cell; empty if nothing was added.
  [[nodiscard]] std::vector<Moments> root() const;

 private:
  std::vector<std::vector<Moments>> levels_;  ///< levels_[k]: merged from 2^k rows, or empty
};

}  // namespace dosde
