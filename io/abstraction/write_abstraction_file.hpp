#pragma once

#include <string>
#include <vector>

#include "engine/analysis/abstraction/abstraction.hpp"
#include "io/result/place_file.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// "sde" or "equilibrium_scm".
std::string to_string(MacroForm form);

/// Writes diagrams into an HDF5 file for xarray: as `<path>.part`, renamed when it is whole. `provenance`: of the micro
/// scenario; `macro_text`: the resolved macro scenario, empty where the macro model was derived. `inputs`: files that
/// it never replaces. Throws Error (input_output).
void write_abstraction_file(const Abstraction& abstraction, const Provenance& provenance, const std::string& macro_text,
                            const std::string& path, ExistingFile existing, const std::vector<std::string>& inputs);

}  // namespace dosde
