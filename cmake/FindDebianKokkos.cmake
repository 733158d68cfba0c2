# Finds Debian's libtrilinos-kokkos-dev by hand and offers it as Kokkos::kokkos. Its own CMake config names an include
# folder that the package does not contain, so find_package(Kokkos) fails there. Serial only.
# Result: DebianKokkos_FOUND, DebianKokkos_VERSION, target Kokkos::kokkos.

find_path(DebianKokkos_INCLUDE_DIR Kokkos_Core.hpp PATH_SUFFIXES trilinos)
find_library(DebianKokkos_LIBRARY trilinos_kokkoscore)
mark_as_advanced(DebianKokkos_INCLUDE_DIR DebianKokkos_LIBRARY)

if(DebianKokkos_INCLUDE_DIR AND EXISTS "${DebianKokkos_INCLUDE_DIR}/KokkosCore_config.h")
  file(STRINGS "${DebianKokkos_INCLUDE_DIR}/KokkosCore_config.h" _line REGEX "define KOKKOS_VERSION [0-9]+")
  string(REGEX REPLACE ".*KOKKOS_VERSION ([0-9]+).*" "\\1" _number "${_line}")
  math(EXPR _major "${_number} / 10000")
  math(EXPR _minor "${_number} / 100 % 100")
  math(EXPR _patch "${_number} % 100")
  set(DebianKokkos_VERSION "${_major}.${_minor}.${_patch}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DebianKokkos
  REQUIRED_VARS DebianKokkos_LIBRARY DebianKokkos_INCLUDE_DIR
  VERSION_VAR DebianKokkos_VERSION
  REASON_FAILURE_MESSAGE "on Debian and Ubuntu: apt-get install libtrilinos-kokkos-dev - elsewhere point Kokkos_ROOT at an installed Kokkos 3.4 to 5.x")

if(DebianKokkos_FOUND AND NOT TARGET Kokkos::kokkos)
  find_package(Threads REQUIRED)
  add_library(Kokkos::kokkos UNKNOWN IMPORTED)
  set_target_properties(Kokkos::kokkos PROPERTIES
    IMPORTED_LOCATION "${DebianKokkos_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${DebianKokkos_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "Threads::Threads;${CMAKE_DL_LIBS}")
endif()
