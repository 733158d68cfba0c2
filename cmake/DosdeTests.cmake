# dosde_add_test(<name>_test.cpp <libraries…>): adds one file of GoogleTest tests. All files of a folder form ONE program
# (linking dominates the build of small tests), named after the folder: tests/engine/random -> test_engine_random, whose
# tests ctest lists one by one as engine/random.Suite.name. The program's main initialises Kokkos. Tests may use the
# macro DOSDE_SOURCE_DIR (the project's root) to find models and examples.
function(dosde_add_test source)
  file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REPLACE "/" "_" target "test_${folder}")
  if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
    message(FATAL_ERROR "dosde_add_test(${source}): no such file in tests/${folder}")
  endif()
  if(NOT TARGET ${target})
    add_executable(${target})
    target_link_libraries(${target} PRIVATE dosde_test_main)
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${target} PRIVATE DOSDE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    # Nothing in a test is hot but what it calls in the libraries, and a third of a test's compile time is the optimiser's.
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
    # GCC 12 takes the deliberately undefined operand of its own AVX-512 intrinsics, inlined through Eigen, for a mistake
    # (GCC bug 105593), at -O1 more often.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized -Wno-maybe-uninitialized>)
    dosde_group_sources(${target})
    gtest_discover_tests(${target} TEST_PREFIX "${folder}." DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
  endif()
  target_sources(${target} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
  target_link_libraries(${target} PRIVATE ${ARGN})
endfunction()

if(DOSDE_TESTS)
  include(GoogleTest)
endif()
