# Every switch of the build, in one place. A -DDOSDE_… that is not listed here is refused (a misspelt switch that is
# silently ignored costs an afternoon).

option(DOSDE_NATIVE "Build for the machine at hand (-march=native); switch off for packages" ON)
set(DOSDE_ARCH "" CACHE STRING "Build for this -march value instead, e.g. x86-64-v3 (wins over DOSDE_NATIVE)")
option(DOSDE_MPI "Distribute ensembles over MPI ranks (needs MPI; takes a parallel HDF5 where there is one)" ON)
option(DOSDE_TESTS "Build the tests (needs GoogleTest)" ${PROJECT_IS_TOP_LEVEL})
option(DOSDE_BENCHMARKS "Build the benchmarks (needs Google Benchmark)" OFF)
option(DOSDE_WERROR "Treat compiler warnings as errors" ${PROJECT_IS_TOP_LEVEL})
set(DOSDE_PYTHON AUTO CACHE STRING "Build the Python module: ON (needs pybind11 and Python's development files), OFF, or AUTO: where they are found")
set(DOSDE_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined")

set(dosde_known_options DOSDE_NATIVE DOSDE_ARCH DOSDE_MPI DOSDE_TESTS DOSDE_BENCHMARKS DOSDE_WERROR DOSDE_PYTHON DOSDE_SANITIZE)

get_cmake_property(dosde_cache_variables CACHE_VARIABLES)
foreach(variable IN LISTS dosde_cache_variables)
  if(variable MATCHES "^DOSDE_" AND NOT variable IN_LIST dosde_known_options)
    list(JOIN dosde_known_options ", " dosde_known_text)
    unset(${variable} CACHE) # so that the corrected command line works without wiping the build folder
    message(FATAL_ERROR "unknown build switch -D${variable} (it would be ignored); the switches are ${dosde_known_text}")
  endif()
endforeach()
