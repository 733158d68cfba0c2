#pragma once

/// The one place that includes the whole of Kokkos and irons out the differences between its versions 3.4 to 5.x: for
/// the files that launch kernels or own device memory. Everything else includes this file and never Kokkos itself
/// (tests/style checks it); who only marks functions includes `device.hpp`.
#include <Kokkos_Core.hpp>

#include "engine/core/device.hpp"
