#pragma once

#include <cmath>
#include <cstdint>

#include "engine/core/device.hpp"

/// The Brownian path inside a noise cell, as a function of time: a tree of halves with a keyed bridge at each node.
///
/// Over an interval of length L let W be the increment and H = (1/L) ∫ W dt - W/2 its space-time Lévy area, which are
/// independent with variances L and L/12. Cut at aL, b = 1 - a, with W1, H1 and W2, H2 of the parts, D = b W1 - a W2 is
/// independent of W, and H = D/2 + a H1 + b H2. So given W and H, with a³ + b³ = 1 - 3ab and Z1, Z2 standard normal,
///
///     D  = 6ab H + √(ab (1 - 3ab) L) Z1                             W1 = a W + D,  W2 = W - W1
///     R  = H - D/2
///     H1 = a²/(1 - 3ab) R + b √(ab L / (12 (1 - 3ab))) Z2
///     H2 = b²/(1 - 3ab) R - a √(ab L / (12 (1 - 3ab))) Z2
///
/// (conditional laws of Gaussian variables; for the half see Foster, Lyons & Oberhauser, SIAM J. Numer. Anal. 2020).
/// Both numbers are kept on the way down, so that what a scheme sees of the path does not depend on which it asks for.
///
/// The tree has 20 levels. A time that is none of its points is reached by one bridge more, inside a leaf; two such
/// times in one leaf, 2^-20 of a cell, share that bridge's normals.

namespace dosde {

inline constexpr int kTreeLevels = 20;

/// The factors of a bridge that cuts an interval at `a` of its length.
struct BridgeFactors {
  double a, b;
  double mean;             ///< of D, per H
  double deviation;        ///< of D
  double first, second;    ///< of H1 and H2, per R
  double first_deviation;  ///< of H1
  double second_deviation;

  /// `root`: the standard deviation √L of the interval's increment.
  DOSDE_INLINE_FUNCTION static BridgeFactors make(double a, double root) {
    const double b = 1.0 - a;
    const double ab = a * b;
    const double cubes = 1.0 - 3.0 * ab;
    const double common = std::sqrt(ab / (12.0 * cubes)) * root;
    return {a, b, 6.0 * ab, std::sqrt(ab * cubes) * root, a * a / cubes, b * b / cubes, b * common, a * common};
  }
};

/// H over a part of a path of that length and increment, from the path's value and its integral over time at the part's
/// begin, and its integral at the end: (1/length) ∫ (W - W at the begin) dt - increment/2.
DOSDE_INLINE_FUNCTION double area_between(double begin_value, double begin_integral, double end_integral, double length,
                                          double increment) {
  const double own = (end_integral - begin_integral) - begin_value * length;
  return own / length - 0.5 * increment;
}

/// What lies at a time of the cell, and over the tree's interval that begins there, for a block of lanes.
template <int Width>
struct CellNode {
  double value[Width];      ///< of the path since the cell's start
  double integral[Width];   ///< of the path over time until here, in cell lengths
  double increment[Width];  ///< W over the interval
  double area[Width];       ///< H over the interval
};

/// A walk along the path of one source in one cell, for a block of lanes: from fraction to fraction. It keeps the way
/// down the tree and goes on from there, so that a cell that is cut into many pieces has each bridge made once, and a
/// search by halving makes about one more for each half.
template <int Width>
class CellWalk {
 public:
  /// Stands at the start of a cell whose numbers are put into `cell()`. `root`: √(cell length).
  DOSDE_INLINE_FUNCTION explicit CellWalk(double root) : root_(root) {
    for (int lane = 0; lane < Width; ++lane) cell().increment[lane] = cell().area[lane] = 0.0;
    restart();
  }

  /// The whole cell: its numbers may be exchanged for another cell's, followed by `restart`.
  DOSDE_INLINE_FUNCTION CellNode<Width>& cell() { return nodes_[0][0]; }

  /// Goes back to the start of the cell.
  DOSDE_INLINE_FUNCTION void restart() {
    depth_ = 0;
    is_cut_ = false;
    left_[0] = 0.0;
    index_[0] = 1;
    side_[0] = 0;
    for (int level = 0; level <= kTreeLevels; ++level) pair_[level] = no_pair;
    for (int lane = 0; lane < Width; ++lane) cell().value[lane] = cell().integral[lane] = 0.0;
  }

  /// Walks to `fraction`, in (0, 1), of the cell `cell`: `reached` has the path's value and integral there. A
  /// provider's fill_bridge makes the normals of a pair of nodes (noise_provider.hpp); nodes are numbered as in a heap,
  /// the root 1, and 2k and 2k + 1 are a pair, so that a whole tree uses every word.
  template <class Noise>
  DOSDE_INLINE_FUNCTION void walk_to(double fraction, CellNode<Width>& reached, const Noise& noise, int source,
                                     const std::uint64_t* trajectories, std::uint64_t cell) {
    for (; fraction < left_[depth_] || fraction >= left_[depth_] + length_of(depth_); is_cut_ = true) --depth_;
    while (left_[depth_] != fraction) {
      const double middle = left_[depth_] + 0.5 * length_of(depth_);
      if (!is_cut_) fill_pair(noise, source, trajectories, cell);
      if (depth_ == kTreeLevels) return cut_leaf((fraction - left_[depth_]) / length_of(depth_), reached);
      if (!is_cut_) cut(0.5, nodes_[depth_ + 1][0], nodes_[depth_ + 1][1]);
      const int side = fraction < middle ? 0 : 1;
      left_[depth_ + 1] = side == 0 ? left_[depth_] : middle;
      index_[depth_ + 1] = 2 * index_[depth_] + static_cast<std::uint64_t>(side);
      side_[depth_ + 1] = side;
      ++depth_;
      is_cut_ = false;
    }
    reached = nodes_[depth_][side_[depth_]];
  }

  /// The path's value and integral at the cell's end.
  DOSDE_INLINE_FUNCTION void find_end(CellNode<Width>& end) {
    for (int lane = 0; lane < Width; ++lane) {
      end.value[lane] = cell().increment[lane];
      end.integral[lane] = 0.5 * cell().increment[lane] + cell().area[lane];
    }
  }

 private:
  static constexpr std::uint64_t no_pair = ~std::uint64_t{0};

  DOSDE_INLINE_FUNCTION static double length_of(int level) {
    return 1.0 / static_cast<double>(std::int64_t{1} << level);
  }

  /// The normals that the node at hand is cut with. Two nodes that are a pair come one after the other at one level.
  template <class Noise>
  DOSDE_INLINE_FUNCTION void fill_pair(const Noise& noise, int source, const std::uint64_t* trajectories,
                                       std::uint64_t cell) {
    const std::uint64_t pair = index_[depth_] / 2;
    if (pair_[depth_] == pair) return;
    pair_[depth_] = pair;
    noise.template fill_bridge<Width>(normals_[depth_], source, trajectories, cell, pair);
  }

  /// Cuts a leaf, anew for each time in it.
  DOSDE_INLINE_FUNCTION void cut_leaf(double a, CellNode<Width>& second) const {
    CellNode<Width> first;
    cut(a, first, second);
  }

  /// Cuts the node at hand at `a` of its length.
  DOSDE_INLINE_FUNCTION void cut(double a, CellNode<Width>& first, CellNode<Width>& second) const {
    const CellNode<Width>& whole = nodes_[depth_][side_[depth_]];
    const double length = length_of(depth_);
    const BridgeFactors factors = BridgeFactors::make(a, std::sqrt(length) * root_);
    const double* first_normal = normals_[depth_] + (index_[depth_] % 2 == 0 ? 0 : 2 * Width);
    const double* second_normal = first_normal + Width;
    const double passed = a * length;
    for (int lane = 0; lane < Width; ++lane) {
      const double distance = factors.mean * whole.area[lane] + factors.deviation * first_normal[lane];
      const double rest = whole.area[lane] - 0.5 * distance;
      const double increment = factors.a * whole.increment[lane] + distance;
      const double area = factors.first * rest + factors.first_deviation * second_normal[lane];
      second.value[lane] = whole.value[lane] + increment;
      second.integral[lane] = whole.integral[lane] + passed * (whole.value[lane] + (0.5 * increment + area));
      second.increment[lane] = whole.increment[lane] - increment;
      second.area[lane] = factors.second * rest - factors.second_deviation * second_normal[lane];
      first.value[lane] = whole.value[lane];
      first.integral[lane] = whole.integral[lane];
      first.increment[lane] = increment;
      first.area[lane] = area;
    }
  }

  double root_;
  int depth_;
  bool is_cut_;  ///< the node at hand: its parts are known
  // Of the way down, [level]: where the node begins, its number, which half of the one before it is.
  double left_[kTreeLevels + 1];
  std::uint64_t index_[kTreeLevels + 1];
  int side_[kTreeLevels + 1];
  CellNode<Width> nodes_[kTreeLevels + 1][2];  ///< both halves
  std::uint64_t pair_[kTreeLevels + 1];        ///< whose normals there are
  double normals_[kTreeLevels + 1][4 * Width];
};

}  // namespace dosde
