#pragma once

#include "engine/expression/elementary/lane_list.hpp"
#include "engine/expression/elementary/pack.hpp"

/// The elementary functions that everything else is built on, for one lane and for packs of the host, from SLEEF's
/// deterministic family
/// (`Sleef_finz_*`: built from IEEE-exact operations and fma alone, so that the scalar, AVX2 and AVX-512 versions give
/// the same bits), about 1 ulp. lane_log1p, lane_sinh and lane_cosh come out of lane_derived.hpp: SLEEF's overflow too
/// early. Included by few files only: sleef.h is long.

// nvcc reads every file twice, for the host and for the device, and both times must see the same device functions.
#if defined(__CUDACC__) && defined(DOSDE_DEVICE_SLEEF) && DOSDE_DEVICE_SLEEF
#include <cfloat>
#include <cmath>
#include <cstdint>
// The header wants them before it.
#include <sleefinline_cuda.h>
#endif

#if defined(__CUDA_ARCH__) || defined(__HIP_DEVICE_COMPILE__)
#include "engine/expression/elementary/lane_device.hpp"
#else

// sleef.h declares the versions with fma only where the target promises a fast one; the library always has them (they
// need a processor with fma).
#if !defined(FP_FAST_FMA)
#define FP_FAST_FMA
#include <sleef.h>
#undef FP_FAST_FMA
#else
#include <sleef.h>
#endif

#define DOSDE_UNARY_ONE_LANE(function, sleef) \
  DOSDE_INLINE_FUNCTION double function(double x) { return Sleef_finz_##sleef##d1_u10purecfma(x); }
#define DOSDE_BINARY_ONE_LANE(function, sleef) \
  DOSDE_INLINE_FUNCTION double function(double a, double b) { return Sleef_finz_##sleef##d1_u10purecfma(a, b); }

#if DOSDE_PACK_LANES == 8
#define DOSDE_UNARY(function, sleef)    \
  DOSDE_UNARY_ONE_LANE(function, sleef) \
  inline Pack function(Pack x) { return Sleef_finz_##sleef##d8_u10avx512f(x); }
#define DOSDE_BINARY(function, sleef)    \
  DOSDE_BINARY_ONE_LANE(function, sleef) \
  inline Pack function(Pack a, Pack b) { return Sleef_finz_##sleef##d8_u10avx512f(a, b); }
#elif DOSDE_PACK_LANES == 4
#define DOSDE_UNARY(function, sleef)    \
  DOSDE_UNARY_ONE_LANE(function, sleef) \
  inline Pack function(Pack x) { return Sleef_finz_##sleef##d4_u10avx2(x); }
#define DOSDE_BINARY(function, sleef)    \
  DOSDE_BINARY_ONE_LANE(function, sleef) \
  inline Pack function(Pack a, Pack b) { return Sleef_finz_##sleef##d4_u10avx2(a, b); }
#else
#define DOSDE_UNARY DOSDE_UNARY_ONE_LANE
#define DOSDE_BINARY DOSDE_BINARY_ONE_LANE
#endif

namespace dosde {
DOSDE_FOR_EACH_ELEMENTARY(DOSDE_UNARY, DOSDE_BINARY)
}  // namespace dosde

#undef DOSDE_UNARY_ONE_LANE
#undef DOSDE_BINARY_ONE_LANE
#undef DOSDE_UNARY
#undef DOSDE_BINARY

#endif
