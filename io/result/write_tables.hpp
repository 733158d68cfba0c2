#pragma once

#include <string>

#include "io/result/result_request.hpp"

namespace dosde {

/// Creates the HDF5 file with every dataset of its layout, and writes those that are known before the run: axes,
/// labels, graphs, interventions, provenance. Overwrites. Internal to io/result: create_result_file is the door.
void write_tables(const ResultFileRequest& request, const std::string& path);

}  // namespace dosde
