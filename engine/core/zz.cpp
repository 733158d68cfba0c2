#include "engine/core/kokkos.hpp"
int zz() { return KOKKOS_VERSION; }
