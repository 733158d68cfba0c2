#pragma once

#include <string>

namespace dosde {

/// The text "1.10.8" of the HDF5 library in use.
std::string hdf5_library_version();

}  // namespace dosde
