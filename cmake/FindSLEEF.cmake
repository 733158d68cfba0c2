# Finds SLEEF (elementary functions with the same bits on every instruction set) as SLEEF::sleef. SLEEF_ROOT is honoured.
# Result: SLEEF_FOUND, SLEEF_VERSION, target SLEEF::sleef; SLEEF_CUDA_HEADER where sleefinline_cuda.h (3.9 on) is found.

find_path(SLEEF_INCLUDE_DIR sleef.h)
find_library(SLEEF_LIBRARY sleef)
find_file(SLEEF_CUDA_HEADER sleefinline_cuda.h PATH_SUFFIXES include)
mark_as_advanced(SLEEF_INCLUDE_DIR SLEEF_LIBRARY SLEEF_CUDA_HEADER)

if(SLEEF_INCLUDE_DIR)
  foreach(_part MAJOR MINOR PATCHLEVEL)
    file(STRINGS "${SLEEF_INCLUDE_DIR}/sleef.h" _line REGEX "define SLEEF_VERSION_${_part} [0-9]+")
    string(REGEX REPLACE ".*SLEEF_VERSION_${_part} ([0-9]+).*" "\\1" _${_part} "${_line}")
  endforeach()
  set(SLEEF_VERSION "${_MAJOR}.${_MINOR}.${_PATCHLEVEL}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SLEEF
  REQUIRED_VARS SLEEF_LIBRARY SLEEF_INCLUDE_DIR
  VERSION_VAR SLEEF_VERSION
  REASON_FAILURE_MESSAGE "on Debian and Ubuntu: apt-get install libsleef-dev - elsewhere point SLEEF_ROOT at an installed SLEEF 3.5.1 or later")

if(SLEEF_FOUND AND NOT TARGET SLEEF::sleef)
  add_library(SLEEF::sleef UNKNOWN IMPORTED)
  set_target_properties(SLEEF::sleef PROPERTIES
    IMPORTED_LOCATION "${SLEEF_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${SLEEF_INCLUDE_DIR}")
endif()
