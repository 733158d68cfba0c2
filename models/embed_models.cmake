# embed_models(<output.cpp> <name…>): writes a source file that defines dosde::embedded_models() with the text of
# zoo/<name>.toml for every name. Editing a model runs this again. A string literal may hold 65,536 characters.
function(embed_models output)
  set(entries "")
  foreach(name IN LISTS ARGN)
    set(path "${CMAKE_CURRENT_SOURCE_DIR}/zoo/${name}.toml")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" text)
    string(LENGTH "${text}" length)
    if(length GREATER 60000 OR text MATCHES "\\)toml\"")
      message(FATAL_ERROR "${path} cannot be embedded (${length} characters, or it contains )toml\"): split it")
    endif()
    string(APPEND entries "    {\"${name}\", R\"toml(${text})toml\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT [[
// Written by models/embed_models.cmake from models/zoo/*.toml.
#include "models/embedded_model.hpp"

namespace dosde {

std::span<const EmbeddedModel> embedded_models() {
  static constexpr EmbeddedModel models[] = {
@entries@  };
  return models;
}

}  // namespace dosde
]])
endfunction()
