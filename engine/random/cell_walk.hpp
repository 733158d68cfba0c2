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

/// The path of one source in one cell, for a block of lanes, from the cell's start to a fraction of it.
template <int Width>
struct CellWalk {
  double increment[Width];  ///< in: of the cell. out: of the path up to the fraction
  double area[Width];       ///< in: of the cell. out: the integral of the path up to there, in cell lengths
};

/// Walks to `fraction`, in (0, 1), of the cell. `root`: √(cell length). A provider's fill_bridge makes the normals of a
/// pair of nodes (noise_provider.hpp); nodes are numbered as in a heap, the root 1, and 2k and 2k + 1 are a pair, so
/// that a whole tree uses every word.
template <int Width, class Noise>
DOSDE_INLINE_FUNCTION void walk_into_cell(CellWalk<Width>& walk, const Noise& noise, int source,
                                          const std::uint64_t* trajectories, std::uint64_t cell, double fraction,
                                          double root) {
  double reached[Width];
  double integral[Width];
  double normals[4 * Width];
  for (int lane = 0; lane < Width; ++lane) reached[lane] = integral[lane] = 0.0;
  double left = 0.0;
  double length = 1.0;
  std::uint64_t node = 1;
  for (int level = 0; left != fraction; ++level) {
    const bool is_leaf = level == kTreeLevels;
    const double middle = left + 0.5 * length;
    const bool goes_left = is_leaf || fraction < middle;
    const double a = is_leaf ? (fraction - left) / length : 0.5;
    const BridgeFactors factors = BridgeFactors::make(a, std::sqrt(length) * root);
    noise.template fill_bridge<Width>(normals, source, trajectories, cell, node / 2);
    const double* first_normal = normals + (node % 2 == 0 ? 0 : 2 * Width);
    const double* second_normal = first_normal + Width;
    const double passed = is_leaf ? fraction - left : 0.5 * length;  // of the cell, where the first part is passed
    const bool passes = is_leaf || !goes_left;
    for (int lane = 0; lane < Width; ++lane) {
      const double whole = walk.increment[lane];
      const double distance = factors.mean * walk.area[lane] + factors.deviation * first_normal[lane];
      const double rest = walk.area[lane] - 0.5 * distance;
      const double first = factors.a * whole + distance;
      const double first_area = factors.first * rest + factors.first_deviation * second_normal[lane];
      const double second_area = factors.second * rest - factors.second_deviation * second_normal[lane];
      if (passes) {
        integral[lane] += passed * (reached[lane] + (0.5 * first + first_area));
        reached[lane] += first;
      }
      walk.increment[lane] = goes_left ? first : whole - first;
      walk.area[lane] = goes_left ? first_area : second_area;
    }
    if (is_leaf) break;
    node = 2 * node + (goes_left ? 0 : 1);
    left = goes_left ? left : middle;
    length *= 0.5;
  }
  for (int lane = 0; lane < Width; ++lane) {
    walk.increment[lane] = reached[lane];
    walk.area[lane] = integral[lane];
  }
}

}  // namespace dosde
