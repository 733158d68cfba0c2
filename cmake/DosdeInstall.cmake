# install() rules and the package that find_package(dosde) reads.
include(CMakePackageConfigHelpers)

# dosde_install_library(<target>): exports a library as dosde::<name without "dosde_">.
function(dosde_install_library target)
  string(REGEX REPLACE "^dosde_" "" name "${target}")
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS ${target} EXPORT dosde_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
endfunction()

# dosde_add_library(<room> SOURCES … [PUBLIC libs…] [PRIVATE libs…]): static library dosde_<room>, known as
# dosde::<room>, with includes rooted at the project root, and installed with its headers.
function(dosde_add_library room)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "dosde_add_library(${room}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set(target dosde_${room})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(dosde::${room} ALIAS ${target})
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/dosde>)
  target_link_libraries(${target} PUBLIC dosde_flags ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  dosde_install_library(${target})
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/${room}/" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/dosde/${room}
    FILES_MATCHING PATTERN "*.hpp")
endfunction()

function(dosde_install_package)
  set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dosde)
  install(TARGETS dosde_flags EXPORT dosde_targets)
  install(EXPORT dosde_targets NAMESPACE dosde:: FILE dosdeTargets.cmake DESTINATION ${package_dir})
  configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/dosdeConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/dosdeConfig.cmake" INSTALL_DESTINATION ${package_dir})
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/dosdeConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
  install(FILES "${PROJECT_BINARY_DIR}/dosdeConfig.cmake" "${PROJECT_BINARY_DIR}/dosdeConfigVersion.cmake"
    cmake/DosdeKokkos.cmake cmake/FindDebianKokkos.cmake cmake/FindSLEEF.cmake DESTINATION ${package_dir})
endfunction()
