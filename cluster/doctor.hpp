#pragma once

#include <string>
#include <vector>

#include "cluster/doctor_finding.hpp"
#include "cluster/session.hpp"

namespace dosde {

/// Tries, in a folder, everything that a run rests on, with files of its own that it removes again: reserving space,
/// writing by pwrite from every rank into shared pages and reading it from others (CRC-32C), locks (F_OFD_SETLK, seen
/// by every rank), atomic rename, fsync; MPI-IO, where MPI is in use. Tells the file system, free space and versions,
/// and what is known to go wrong with them. To be called by all ranks; the table is complete on the first. Throws Error
/// (input_output) where the folder cannot be used at all.
std::vector<DoctorFinding> examine_folder(const std::string& folder, const Session& session);

}  // namespace dosde
