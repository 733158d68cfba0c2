#pragma once

// Internal to io/result (it names HDF5).

#include "io/result/hdf5.hpp"
#include "io/result/layout.hpp"

namespace dosde {

/// Opens a file and makes sure that it is a result file of a version that we read, and has its own shards if it has any
/// (verify_shards). Throws Error (input_output).
Hdf5Handle open_result_file(const std::string& path);

/// How the data of an open result file are stored.
FileForm read_file_form(hid_t file);

/// The sizes of an open result file, from the shapes of its datasets.
ResultSizes read_result_sizes(hid_t file);

}  // namespace dosde
