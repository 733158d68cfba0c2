#pragma once

// Internal to io/result (it names HDF5).

#include <string>

#include "io/result/hdf5.hpp"

namespace dosde {

/// Copies every group, dataset, attribute and axis of an HDF5 file into a new one, in the order of their creation,
/// large datasets compressed. Only `provenance/checksums` is left empty, of the given length: it belongs to the bytes
/// of the one file.
void copy_packed(hid_t from, hid_t to, int level, std::int64_t checksums_length);

/// Compares the datasets of both files (without that one) byte for byte. Throws Error (input_output) with the name of
/// one that differs.
void require_equal_datasets(hid_t original, hid_t copy);

}  // namespace dosde
