#pragma once

#include <string>
#include <vector>

#include "engine/analysis/response/response.hpp"
#include "io/result/place_file.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// "clamp", "shift" or "scale_noise".
std::string to_string(ResponseKind kind);

/// Writes a response into an HDF5 file for xarray: as `<path>.part`, renamed when it is whole. `inputs`: files that it
/// never replaces. Throws Error (input_output).
void write_response_file(const Response& response, const Provenance& provenance, const std::string& path,
                         ExistingFile existing, const std::vector<std::string>& inputs);

}  // namespace dosde
