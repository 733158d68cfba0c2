#pragma once

#include <string>
#include <vector>

#include "engine/analysis/abduction/abduction.hpp"
#include "io/result/place_file.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// Writes abducted noise into an HDF5 file for runs and for xarray: as `<path>.part`, renamed when it is whole.
/// `inputs`: files that it never replaces. Throws Error (input_output).
void write_noise_file(const Abduction& abduction, const Provenance& provenance, const std::string& path,
                      ExistingFile existing, const std::vector<std::string>& inputs);

}  // namespace dosde
