#pragma once

/// The one place that includes Kokkos and irons out the differences between its versions 3.4 to 5.x. Everything else
/// includes this file and never Kokkos itself (tests/style checks it).
#include <Kokkos_Core.hpp>

/// Marks a function that kernels call: compiled for the host and, in a device build, for the device.
#define DOSDE_FUNCTION KOKKOS_FUNCTION

/// As DOSDE_FUNCTION, for short functions defined in a header.
#define DOSDE_INLINE_FUNCTION KOKKOS_INLINE_FUNCTION

/// As DOSDE_INLINE_FUNCTION, where the speed hangs on it: the compiler has no say.
#define DOSDE_FORCEINLINE_FUNCTION KOKKOS_FORCEINLINE_FUNCTION

/// Opens a lambda that is a kernel: captures by value, so `this` must not be used inside.
#define DOSDE_LAMBDA KOKKOS_LAMBDA
