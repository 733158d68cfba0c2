#include "cluster/session.hpp"

#include <cstdlib>
#include <initializer_list>

#ifdef DOSDE_HAS_MPI
#define OMPI_SKIP_MPICXX  // the C interface only: the C++ one needs another library
#include <mpi.h>
#endif

namespace dosde {
namespace {

/// Launchers tell their processes that they are several: Open MPI, MPICH and Slurm's PMI, PMIx.
[[maybe_unused]] bool is_under_launcher() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"})
    if (std::getenv(name) != nullptr) return true;
  return false;
}

}  // namespace

#ifdef DOSDE_HAS_MPI

Session::Session(int& argument_count, char**& arguments) {
  if (!is_under_launcher()) return;
  MPI_Init(&argument_count, &arguments);
  has_mpi_ = true;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
}

Session::~Session() {
  if (has_mpi_) MPI_Finalize();
}

void Session::wait_for_all() const {
  if (has_mpi_) MPI_Barrier(MPI_COMM_WORLD);
}

std::int64_t Session::sum(std::int64_t value) const {
  std::int64_t total = value;
  if (has_mpi_) MPI_Allreduce(&value, &total, 1, MPI_INT64_T, MPI_SUM, MPI_COMM_WORLD);
  return total;
}

#else

Session::Session(int& /*argument_count*/, char**& /*arguments*/) {}
Session::~Session() = default;
void Session::wait_for_all() const {}
std::int64_t Session::sum(std::int64_t value) const { return value; }

#endif

}  // namespace dosde
