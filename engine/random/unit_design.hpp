#pragma once

#include <cstdint>
#include <vector>

namespace dosde {

// Points that fill the unit cube evenly, for sweeps: [point][axis], every coordinate in [0, 1). Keys are stream keys of
// kind `design`, one an axis, so that an axis keeps its numbers when another is added.

/// Latin hypercube (McKay, Beckman & Conover 1979): on every axis each of the n strata [i/n, (i+1)/n) holds exactly one
/// point, at a keyed uniform place in it; the strata are dealt to the points by a keyed permutation.
std::vector<double> latin_hypercube(std::int64_t points, const std::vector<std::uint64_t>& axis_keys);

/// The first points of the Sobol' sequence (direction numbers of Joe & Kuo 2008, in Gray code order, from the origin
/// on: Boost.Random's generator, which leaves the origin out), scrambled by a digital shift: every coordinate's 64 bits
/// are xored with the axis's key, which keeps each elementary interval's share of points (Owen 2003). A key of 0 leaves
/// an axis as it is. At most 3667 axes.
std::vector<double> sobol_points(std::int64_t points, const std::vector<std::uint64_t>& axis_shifts);

inline constexpr std::size_t most_sobol_axes = 3667;

}  // namespace dosde
