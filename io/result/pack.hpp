#pragma once

#include <cstdint>
#include <string>

#include "io/result/place_file.hpp"

namespace dosde {

struct PackOptions {
  int level = 1;                   ///< of deflate, 1 (fast) to 9 (small)
  bool allows_unfinished = false;  ///< a file whose run has not finished may be packed too
  ExistingFile existing = ExistingFile::refuse;
};

struct PackReport {
  std::int64_t bytes_before = 0;
  std::int64_t bytes_after = 0;
};

/// Writes a compressed copy of a result file (chunks, byte shuffle, deflate: what every HDF5 reader decodes), with all
/// its datasets, axes and attributes, those that other programs added too. The original must be sound (check), the copy
/// is read back and compared with it byte for byte before it takes its name, and carries a checksum of every dataset. A
/// packed file is for reading: nothing can be written into it. Throws Error (input_output).
PackReport pack_result_file(const std::string& from, const std::string& to, const PackOptions& options = {});

}  // namespace dosde
