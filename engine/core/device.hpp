#pragma once

/// The markers of functions that kernels call. Kokkos spells them in a header of a few macros, so that the many files
/// which only mark their functions need not read the whole of Kokkos (`kokkos.hpp`).
#include <Kokkos_Macros.hpp>

/// Marks a function that kernels call: compiled for the host and, in a device build, for the device.
#define DOSDE_FUNCTION KOKKOS_FUNCTION

/// As DOSDE_FUNCTION, for short functions defined in a header.
#define DOSDE_INLINE_FUNCTION KOKKOS_INLINE_FUNCTION

/// As DOSDE_INLINE_FUNCTION, where the speed hangs on it: the compiler has no say.
#define DOSDE_FORCEINLINE_FUNCTION KOKKOS_FORCEINLINE_FUNCTION

/// Opens a lambda that is a kernel: captures by value, so `this` must not be used inside.
#define DOSDE_LAMBDA KOKKOS_LAMBDA
