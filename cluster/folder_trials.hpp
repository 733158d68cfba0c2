#pragma once

#include <string>

#include "cluster/doctor_finding.hpp"

namespace dosde {

// What one process can try alone. `stem` is what the names of its files begin with, folder included; the files are
// removed again. All throw Error (input_output) where the folder takes no file.

/// Is space reserved before it is needed (fallocate)?
DoctorFinding try_reserve(const std::string& stem);
/// 32 MB by pwrite and fsync: is what is read what was written, and how long did it take?
DoctorFinding try_large_write(const std::string& stem);
/// Does a file take its name at once, and without replacing another unasked (renameat2, RENAME_NOREPLACE)?
DoctorFinding try_rename(const std::string& stem);

}  // namespace dosde
