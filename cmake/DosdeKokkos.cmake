# Kokkos::kokkos from wherever the user keeps it; shared by doSDE's own build and by find_package(dosde).
# Kokkos_ROOT or Kokkos_DIR (variable or environment) names an installed Kokkos 3.4 to 5.x; without them a Kokkos that
# CMake finds by itself is not trusted, because Debian's config is broken: Debian's package is then found by hand.

if(NOT TARGET Kokkos::kokkos)
  if(Kokkos_ROOT OR DEFINED ENV{Kokkos_ROOT} OR Kokkos_DIR)
    find_package(Kokkos CONFIG REQUIRED) # its version file accepts the same major version only: compared by hand below
    set(dosde_kokkos_version "${Kokkos_VERSION}")
    set(dosde_kokkos_origin "${Kokkos_DIR}")
    if(Kokkos_VERSION VERSION_LESS 3.4 OR Kokkos_VERSION VERSION_GREATER_EQUAL 6)
      message(FATAL_ERROR "Kokkos ${Kokkos_VERSION} in ${Kokkos_DIR} (doSDE is written for 3.4 to 5.x): point Kokkos_ROOT at one of those")
    endif()
  else()
    find_package(DebianKokkos 3.4 REQUIRED)
    set(dosde_kokkos_version "${DebianKokkos_VERSION}")
    set(dosde_kokkos_origin "${DebianKokkos_LIBRARY}")
  endif()
endif()
