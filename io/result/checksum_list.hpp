#pragma once

// Internal to io/result (it names HDF5): what guards every byte that is written before the run.

#include <string>
#include <utility>
#include <vector>

#include "io/result/hdf5.hpp"
#include "io/result/layout.hpp"

namespace dosde {

/// The content of `provenance/checksums`, a text that `sha256sum` users will recognise:
///   sha256 <64 digits> of all bytes that no later write changes
///   crc32c <8 digits> time
///   …
/// The first line finds every changed byte of coordinates, labels, graphs, texts, names, shapes, attributes and of
/// HDF5's own structures; the others, one a dataset, tell where it is.
struct ChecksumList {
  std::string sha256;
  std::vector<std::pair<std::string, std::uint32_t>> datasets;  ///< path and checksum, in the order of the layout

  [[nodiscard]] std::string text() const;
};

/// Is the dataset listed? What is written before the run is; in a packed file everything.
bool is_listed(const DatasetSpec& spec, FileForm form);

/// The list that fits the bytes of a file as they are now.
ChecksumList compute_checksum_list(hid_t file, const std::string& path, const ResultLayout& layout);

/// Do the bytes that no later write changes have the SHA-256 that the list says? True as long as no list is written.
/// Looks at no dataset that units write: damaged virtual ones can send HDF5 astray, so this is asked before they are
/// opened.
bool has_sound_metadata(hid_t file, const std::string& path);

/// Bytes of the text.
std::int64_t checksum_list_length(const ResultLayout& layout, FileForm form);

/// Computes the list and writes it into the file: the last act of creation. Throws Error (input_output).
void write_checksum_list(const std::string& path);

}  // namespace dosde
