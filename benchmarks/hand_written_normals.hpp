#pragma once

#include <cstdint>

namespace dosde {

/// 64 lanes × 4 cells of standard normals, [4][64], of trajectories first … first+63 in one cell block: what a person
/// would write by hand for exactly this shape, with the rule of equal bits kept (the benchmark compares the bits). The
/// ceiling that the generator is measured against.

/// Plain loops over plain arrays, left to the compiler's vectoriser.
void fill_by_plain_loops(double* out, std::uint64_t key, std::uint64_t first, std::uint64_t block, double scale);

/// Intrinsics for AVX-512 or AVX2, four registers interleaved. Absent on other targets.
#if defined(__AVX512F__) || (defined(__AVX2__) && defined(__FMA__))
#define DOSDE_HAND_WRITTEN_INTRINSICS 1
void fill_by_intrinsics(double* out, std::uint64_t key, std::uint64_t first, std::uint64_t block, double scale);
#endif

}  // namespace dosde
