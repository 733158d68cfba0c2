#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// What the MPI library calls itself, on one line; empty where doSDE was built without MPI.
std::string mpi_library();

/// What is known to be wrong with MPI-IO of that library; empty: nothing.
std::string known_mpi_io_defect(const std::string& library);

struct FilePiece {
  std::int64_t offset = 0;
  std::vector<char> bytes;
};

/// Opens a file through MPI-IO on all ranks, writes this rank's pieces independently of the others, and closes it.
/// Returns an empty text, or why it failed. Collective; MPI must be in use.
std::string write_by_mpi_io(const std::string& path, const std::vector<FilePiece>& pieces);

/// Is MPI in use: built in, and this process started by a launcher?
bool is_mpi_in_use();

}  // namespace dosde
