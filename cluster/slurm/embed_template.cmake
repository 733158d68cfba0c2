# embed_template(<output.cpp>): writes a source file that defines dosde::slurm_job_template() with the text of job.sh,
# the one source of what `dosde slurm` writes. Editing job.sh runs this again.
function(embed_template output)
  set(path "${CMAKE_CURRENT_SOURCE_DIR}/slurm/job.sh")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
  file(READ "${path}" text)
  set(source "// Written by cluster/slurm/embed_template.cmake from cluster/slurm/job.sh.\n")
  string(APPEND source "#include \"cluster/slurm/job_template.hpp\"\n\nnamespace dosde {\n\n")
  string(APPEND source "std::string_view slurm_job_template() {\n  return R\"shell(${text})shell\";\n}\n\n")
  string(APPEND source "}  // namespace dosde\n")
  # Not file(CONFIGURE), which would fill in the @names@ of the script.
  file(WRITE "${output}.new" "${source}")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E copy_if_different "${output}.new" "${output}")
endfunction()
