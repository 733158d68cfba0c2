#pragma once

namespace dosde {

/// What a scheme needs of the noise of each source over a step of length h.
enum class PathDetail {
  increments,    ///< the path's increment ΔW ~ N(0, h)
  areas,         ///< ΔW, and the path's space-time Lévy area H ~ N(0, h/12)
  two_points,    ///< ±√h with equal chances, in place of ΔW: its moments to order 3
  three_points,  ///< 0 or ±√(3h) with chances 2/3, 1/6, 1/6, in place of ΔW: its moments to order 5; and a ±√h
};

/// How many numbers a source has a step.
constexpr int numbers_per_source(PathDetail detail) {
  return detail == PathDetail::increments || detail == PathDetail::two_points ? 1 : 2;
}

/// Are the numbers functionals of the Brownian path? Then those of a long step follow from those of its cells. The
/// others have the law of the path's moments only: they serve weak schemes, and belong to their step.
constexpr bool is_of_path(PathDetail detail) { return detail == PathDetail::increments || detail == PathDetail::areas; }

}  // namespace dosde
