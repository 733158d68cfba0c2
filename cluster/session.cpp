#include "cluster/session.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "cluster/local_ranks.hpp"

#ifdef DOSDE_HAS_MPI
#define OMPI_SKIP_MPICXX  // the C interface only: the C++ one needs another library
#include <mpi.h>
#endif

namespace dosde {

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

namespace {

/// Waits for a request as one who has nothing else to do: a spinning rank would slow down those that share its core.
void wait_for(MPI_Request& request) {
  int is_done = 0;
  for (MPI_Test(&request, &is_done, MPI_STATUS_IGNORE); is_done == 0; MPI_Test(&request, &is_done, MPI_STATUS_IGNORE))
    std::this_thread::sleep_for(std::chrono::microseconds(200));
}

std::int64_t combine(std::int64_t value, MPI_Op operation) {
  std::int64_t result = value;
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Iallreduce(&value, &result, 1, MPI_INT64_T, operation, MPI_COMM_WORLD, &request);
  wait_for(request);
  return result;
}

}  // namespace

void Session::wait_for_all() const {
  if (has_mpi_) combine(0, MPI_SUM);
}

std::int64_t Session::sum(std::int64_t value) const { return has_mpi_ ? combine(value, MPI_SUM) : value; }

void Session::share(std::vector<std::int64_t>& values) const {
  if (!has_mpi_) return;
  const std::int64_t length = sum(is_first() ? static_cast<std::int64_t>(values.size()) : 0);
  values.resize(static_cast<std::size_t>(length));
  constexpr std::int64_t at_once = 1 << 27;  // MPI counts in int
  for (std::int64_t first = 0; first < length; first += at_once)
    MPI_Bcast(values.data() + first, static_cast<int>(std::min(at_once, length - first)), MPI_INT64_T, 0,
              MPI_COMM_WORLD);
}

std::string Session::first_text(const std::string& own, int& rank) const {
  const std::int64_t candidate = own.empty() ? size_ : rank_;
  const auto speaker = static_cast<int>(has_mpi_ ? combine(candidate, MPI_MIN) : candidate);
  rank = speaker == size_ ? -1 : speaker;
  if (rank < 0 || !has_mpi_) return own;
  std::string text = own;
  auto length = static_cast<std::int64_t>(text.size());
  MPI_Bcast(&length, 1, MPI_INT64_T, speaker, MPI_COMM_WORLD);
  text.resize(static_cast<std::size_t>(length));
  MPI_Bcast(text.data(), static_cast<int>(length), MPI_CHAR, speaker, MPI_COMM_WORLD);
  return text;
}

#else

Session::Session(int& /*argument_count*/, char**& /*arguments*/) {}
Session::~Session() = default;
void Session::wait_for_all() const {}
std::int64_t Session::sum(std::int64_t value) const { return value; }
void Session::share(std::vector<std::int64_t>& /*values*/) const {}
std::string Session::first_text(const std::string& own, int& rank) const {
  rank = own.empty() ? -1 : 0;
  return own;
}

#endif

}  // namespace dosde
