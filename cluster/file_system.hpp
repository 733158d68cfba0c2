#pragma once

#include <string>

namespace dosde {

/// What kind of file system a folder is on.
struct FileSystem {
  std::string name;         ///< "ext4", "nfs", "lustre", …, or the number that the kernel gives
  bool is_shared = false;   ///< other machines may see it
  std::string remark = {};  ///< what is known to go wrong on it; empty: nothing
};

/// Throws Error (input_output) where there is no such folder.
FileSystem file_system_of(const std::string& folder);

/// The entry for a number of the kernel (statfs), for tests.
FileSystem file_system_of_type(unsigned long type);

}  // namespace dosde
