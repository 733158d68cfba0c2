#pragma once

/// The elementary functions on a device. With SLEEF's inline CUDA header (3.9 on; DOSDE_DEVICE_SLEEF=1) they have the
/// host's bits (compiled for the host, it agrees with Sleef_finz_* in 3,000,000 arguments of each function, log1p above
/// 1e307 apart); without it they are the device's own, and results agree with the host's to rounding only. Not run
/// here: written for a device that was not at hand.

#include <cmath>

#include "engine/core/device.hpp"
#include "engine/expression/elementary/lane_list.hpp"

#if defined(__CUDA_ARCH__) && defined(DOSDE_DEVICE_SLEEF) && DOSDE_DEVICE_SLEEF
#define DOSDE_UNARY(function, library) \
  DOSDE_INLINE_FUNCTION double function(double x) { return Sleef_##library##d1_u10cuda(x); }
#define DOSDE_BINARY(function, library) \
  DOSDE_INLINE_FUNCTION double function(double a, double b) { return Sleef_##library##d1_u10cuda(a, b); }
#else
#define DOSDE_UNARY(function, library) \
  DOSDE_INLINE_FUNCTION double function(double x) { return ::library(x); }
#define DOSDE_BINARY(function, library) \
  DOSDE_INLINE_FUNCTION double function(double a, double b) { return ::library(a, b); }
#endif

namespace dosde {
DOSDE_FOR_EACH_ELEMENTARY(DOSDE_UNARY, DOSDE_BINARY)
}  // namespace dosde

#undef DOSDE_UNARY
#undef DOSDE_BINARY
