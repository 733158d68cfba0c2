#pragma once

/// A pack: as many lanes as one vector register of the target holds. Written with the compilers' vector extensions, so
/// + - * / and comparisons are operators, each one IEEE operation a lane; what has no operator stands below. `double`
/// is the pack of one lane, with the same functions, so that a template over the value type is the scalar and the
/// vector version of a function at once. Targets without AVX2+FMA or AVX-512 (and CUDA and HIP compilers) have only
/// packs of one lane.

#include <cmath>

#include "engine/core/device.hpp"

#if defined(__CUDACC__) || defined(__HIPCC__)
#define DOSDE_PACK_LANES 1
#elif defined(__AVX512F__) && defined(__AVX512DQ__)
#define DOSDE_PACK_LANES 8
#elif defined(__AVX2__) && defined(__FMA__)
#define DOSDE_PACK_LANES 4
#else
#define DOSDE_PACK_LANES 1
#endif

#if DOSDE_PACK_LANES > 1
#include <immintrin.h>
#endif

namespace dosde {

// One lane.

template <class Value>
DOSDE_INLINE_FUNCTION Value broadcast(double value) {
  return Value(value);
}
DOSDE_INLINE_FUNCTION double select(bool condition, double a, double b) { return condition ? a : b; }
DOSDE_INLINE_FUNCTION bool any(bool condition) { return condition; }
DOSDE_INLINE_FUNCTION double lane_fma(double a, double b, double c) { return std::fma(a, b, c); }
DOSDE_INLINE_FUNCTION double lane_sqrt(double x) { return std::sqrt(x); }
DOSDE_INLINE_FUNCTION double lane_abs(double x) { return std::fabs(x); }
DOSDE_INLINE_FUNCTION double lane_floor(double x) { return std::floor(x); }

#if DOSDE_PACK_LANES > 1

typedef double Pack __attribute__((vector_size(8 * DOSDE_PACK_LANES)));
typedef double PackMemory __attribute__((vector_size(8 * DOSDE_PACK_LANES), may_alias));
using PackMask = decltype(Pack{} < Pack{});  ///< integers, -1 where true and 0 where false

/// `source` and `target` are aligned to the size of a pack.
inline Pack load(const double* source) { return *reinterpret_cast<const PackMemory*>(source); }
inline void store(double* target, Pack value) { *reinterpret_cast<PackMemory*>(target) = value; }
inline Pack select(PackMask condition, Pack a, Pack b) { return condition ? a : b; }

#if DOSDE_PACK_LANES == 8
template <>
inline Pack broadcast<Pack>(double value) {
  return _mm512_set1_pd(value);
}
inline bool any(PackMask condition) { return _mm512_movepi64_mask(__m512i(condition)) != 0; }
inline Pack lane_fma(Pack a, Pack b, Pack c) { return _mm512_fmadd_pd(a, b, c); }
inline Pack lane_sqrt(Pack x) {
  return _mm512_maskz_sqrt_pd(0xff, x);
}  // plain _mm512_sqrt_pd: false alarm of GCC 12 (uninitialized)
inline Pack lane_abs(Pack x) { return _mm512_abs_pd(x); }
inline Pack lane_floor(Pack x) { return _mm512_floor_pd(x); }
#else
template <>
inline Pack broadcast<Pack>(double value) {
  return _mm256_set1_pd(value);
}
inline bool any(PackMask condition) { return _mm256_movemask_pd(_mm256_castsi256_pd(__m256i(condition))) != 0; }
inline Pack lane_fma(Pack a, Pack b, Pack c) { return _mm256_fmadd_pd(a, b, c); }
inline Pack lane_sqrt(Pack x) { return _mm256_sqrt_pd(x); }
inline Pack lane_abs(Pack x) { return _mm256_andnot_pd(_mm256_set1_pd(-0.0), x); }
inline Pack lane_floor(Pack x) { return _mm256_floor_pd(x); }
#endif

#else

using Pack = double;
inline double load(const double* source) { return *source; }
inline void store(double* target, double value) { *target = value; }

#endif

inline constexpr int kPackLanes = DOSDE_PACK_LANES;

}  // namespace dosde
