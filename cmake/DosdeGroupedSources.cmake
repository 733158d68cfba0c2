# Sources compiled several at a time (CMake's unity builds): most of the time of a small file goes into the headers that
# its neighbours read too. For the program's commands and the tests, which are many and small; not for the libraries, of
# which a change should rebuild one file.
# Names of a group's files must not clash, those in unnamed namespaces either: name them by what they are for, or give
# the file SKIP_UNITY_BUILD_INCLUSION (files with compile options of their own stand alone anyway). A file must include
# what it uses all the same: -DCMAKE_UNITY_BUILD=OFF compiles file by file, as the debug, asan and packaging presets do.
set(dosde_group_size 8)

function(dosde_group_sources target)
  if(DEFINED CMAKE_UNITY_BUILD AND NOT CMAKE_UNITY_BUILD)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${dosde_group_size})
endfunction()
