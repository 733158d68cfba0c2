# Builds dosde from SOURCE for ARCH below WORK, runs SCENARIO with it and with PROGRAM, and compares the files.
function(must title)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(failed)
    string(LENGTH "${output}" length)
    if(length GREATER 4000) # a build's log: its end says why
      math(EXPR start "${length} - 4000")
      string(SUBSTRING "${output}" ${start} -1 output)
    endif()
    message(FATAL_ERROR "${title} failed (${failed}):\n${output}")
  endif()
endfunction()

must("configure" "${CMAKE_COMMAND}" -G "${GENERATOR}" -S "${SOURCE}" -B "${WORK}/build" -DCMAKE_BUILD_TYPE=Release
  "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DDOSDE_ARCH=${ARCH}" "-DDOSDE_MPI=${MPI}" "-DKokkos_ROOT=${KOKKOS_ROOT}" -DDOSDE_TESTS=OFF -DDOSDE_BENCHMARKS=OFF)
must("build" "${CMAKE_COMMAND}" --build "${WORK}/build" --target dosde)
must("run here" "${PROGRAM}" run "${SCENARIO}" -o "${WORK}/here.h5" --overwrite)
must("run there" "${WORK}/build/cli/dosde" run "${SCENARIO}" -o "${WORK}/there.h5" --overwrite)
must("comparison" "${PYTHON}" -B "${CMAKE_CURRENT_LIST_DIR}/compare_states.py" "${WORK}/here.h5" "${WORK}/there.h5")
