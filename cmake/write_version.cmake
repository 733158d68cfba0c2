# Run at every build (cmake -P): asks git for the commit and writes version.cpp, only if its text changes.
set(dosde_git_hash unknown)
set(dosde_git_dirty false)
find_package(Git QUIET)
if(Git_FOUND)
  execute_process(COMMAND "${GIT_EXECUTABLE}" -C "${SOURCE_DIR}" rev-parse --show-toplevel HEAD
    OUTPUT_VARIABLE answer OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  string(REPLACE "\n" ";" answer "${answer}")
  # Only the project's own clone counts: unpacked inside someone else's repository, the hash would be theirs.
  if(NOT failed)
    list(GET answer 0 top)
    file(REAL_PATH "${SOURCE_DIR}" source)
    file(REAL_PATH "${top}" top)
    if(source STREQUAL top)
      list(GET answer 1 dosde_git_hash)
      execute_process(COMMAND "${GIT_EXECUTABLE}" -C "${SOURCE_DIR}" status --porcelain --untracked-files=no
        OUTPUT_VARIABLE changes ERROR_QUIET)
      if(changes)
        set(dosde_git_dirty true)
      endif()
    endif()
  endif()
endif()
configure_file("${SOURCE_DIR}/engine/core/version.cpp.in" "${OUTPUT}" @ONLY)
