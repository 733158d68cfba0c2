#include "cluster/mpi_io_probe.hpp"

#ifdef DOSDE_HAS_MPI
#define OMPI_SKIP_MPICXX  // the C interface only: the C++ one needs another library
#include <mpi.h>
#endif

namespace dosde {

std::string known_mpi_io_defect(const std::string& library) {
  // Open MPI's own MPI-IO lost data until 3.1.3 and in 4.0.0 (issue 6285 of open-mpi/ompi).
  for (const char* version : {"v3.0.", "v3.1.0", "v3.1.1", "v3.1.2", "v3.1.3", "v4.0.0"}) {
    if (library.find(std::string("Open MPI ") + version) != std::string::npos)
      return "this version's MPI-IO may corrupt data (open-mpi/ompi issue 6285)";
  }
  return {};
}

#ifdef DOSDE_HAS_MPI

std::string mpi_library() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = "";
  int length = 0;
  MPI_Get_library_version(text, &length);
  const std::string all(text);
  return all.substr(0, all.find_first_of(",\n"));
}

bool is_mpi_in_use() {
  int is_initialised = 0;
  MPI_Initialized(&is_initialised);
  return is_initialised != 0;
}

std::string write_by_mpi_io(const std::string& path, const std::vector<FilePiece>& pieces) {
  // A plain duplicate: files on communicators with a topology are written wrongly (open-mpi/ompi issue 12718).
  MPI_Comm ranks = MPI_COMM_NULL;
  MPI_Comm_dup(MPI_COMM_WORLD, &ranks);
  MPI_File file = MPI_FILE_NULL;
  const auto text_of = [](int code) {
    char text[MPI_MAX_ERROR_STRING] = "";
    int length = 0;
    MPI_Error_string(code, text, &length);
    return std::string(text);
  };
  int code = MPI_File_open(ranks, path.c_str(), MPI_MODE_CREATE | MPI_MODE_WRONLY, MPI_INFO_NULL, &file);
  if (code == MPI_SUCCESS) {
    for (const FilePiece& piece : pieces) {
      if (code != MPI_SUCCESS) break;
      code = MPI_File_write_at(file, piece.offset, piece.bytes.data(), static_cast<int>(piece.bytes.size()), MPI_BYTE,
                               MPI_STATUS_IGNORE);
    }
    const int closed = MPI_File_close(&file);
    if (code == MPI_SUCCESS) code = closed;
  }
  MPI_Comm_free(&ranks);
  return code == MPI_SUCCESS ? std::string() : text_of(code);
}

#else

std::string mpi_library() { return {}; }
bool is_mpi_in_use() { return false; }
std::string write_by_mpi_io(const std::string& /*path*/, const std::vector<FilePiece>& /*pieces*/) {
  return "built without MPI";
}

#endif

}  // namespace dosde
