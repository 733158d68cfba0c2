#pragma once

#include <string>

namespace dosde {

/// How far ranks on several machines can write one file.
enum class SharedWrites {
  sound,       ///< the machines agree about every byte
  uncertain,   ///< depends on how it is mounted, or nobody here knows it
  overlapping  ///< machines write back whole pages: what another wrote between may be lost
};

/// What kind of file system a folder is on.
struct FileSystem {
  std::string name;        ///< "ext4", "nfs", "lustre", …, or the number that the kernel gives
  bool is_shared = false;  ///< other machines may see it
  SharedWrites shared_writes = SharedWrites::sound;
  std::string remark = {};  ///< what is known to go wrong on it; empty: nothing
};

/// Throws Error (input_output) where there is no such folder.
FileSystem file_system_of(const std::string& folder);

/// Which layout of the result is to be recommended there, in a sentence; empty: the usual one, a file for all.
std::string layout_advice(const FileSystem& system);

/// The entry for a number of the kernel (statfs), for tests.
FileSystem file_system_of_type(unsigned long type);

}  // namespace dosde
