#pragma once

#include <optional>
#include <string>

#include "io/result/fleeting_file.hpp"

namespace dosde {

/// The right to write a result file: a lock on the side file `<path>.lock`, held by the open file description
/// (F_OFD_SETLK). It is gone with the process however that dies, so nobody ever has to remove anything by hand; the
/// side file that a killed job leaves behind locks nothing. (A lock on the result file itself would be lost whenever
/// this process closes any other descriptor of it.)
class FileLock {
 public:
  /// Throws Error (input_output) where another process holds the lock, saying which, or where the folder is not
  /// writable.
  explicit FileLock(const std::string& path);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  /// Removes the side file and lets go.
  ~FileLock();

 private:
  std::string name_;
  int descriptor_ = -1;
  std::optional<FleetingFile> removal_;  ///< by a signal
};

/// Who writes the result file now ("process 17 on host"); empty where nobody does, as far as this machine can see.
std::string lock_holder(const std::string& path);

}  // namespace dosde
