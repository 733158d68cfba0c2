# dosde_add_version(<target>): adds the generated version.cpp (engine/core/version.hpp) to a library. It is written
# again at every build, because a commit does not run CMake; an unchanged text recompiles nothing.
function(dosde_add_version target)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
  get_target_property(options dosde_flags INTERFACE_COMPILE_OPTIONS)
  string(REGEX REPLACE "\\$<\\$<COMPILE_LANGUAGE:CXX>:([^>]*)>" "\\1" options "${options}")
  string(REPLACE ";" " " options "${options}")
  set(flags "${CMAKE_BUILD_TYPE}: ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}} ${options}")
  string(REGEX REPLACE " +" " " flags "${flags}")
  set(output "${PROJECT_BINARY_DIR}/generated/version.cpp")
  add_custom_target(dosde_version BYPRODUCTS "${output}" COMMAND "${CMAKE_COMMAND}"
    "-DSOURCE_DIR=${PROJECT_SOURCE_DIR}" "-DOUTPUT=${output}" "-Ddosde_VERSION=${PROJECT_VERSION}"
    "-Ddosde_compiler=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" "-Ddosde_flags_text=${flags}"
    -P "${PROJECT_SOURCE_DIR}/cmake/write_version.cmake" VERBATIM COMMENT "Asking git which commit this is")
  target_sources(${target} PRIVATE "${output}")
  add_dependencies(${target} dosde_version)
endfunction()
