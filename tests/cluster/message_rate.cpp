#define OMPI_SKIP_MPICXX  // the C interface only: the C++ one needs another library
#include <mpi.h>

#include <array>
#include <cstdint>
#include <cstdio>

// mpirun -n 2 message_rate: how long the first rank takes to receive a message of five integers in the way of the unit
// queue (probe for any, then receive), when many are waiting. docs/scaling.md asks how many ranks it can serve.

namespace {

constexpr int messages = 200000;
constexpr int rounds = 5;

using Message = std::array<std::int64_t, 5>;

void send_all() {
  const Message message{};
  for (int k = 0; k < messages; ++k)
    MPI_Send(message.data(), static_cast<int>(message.size()), MPI_INT64_T, 0, 1, MPI_COMM_WORLD);
}

void receive_all(std::int64_t count) {
  Message message{};
  for (std::int64_t k = 0; k < count; ++k) {
    int is_there = 0;
    MPI_Status status;
    while (is_there == 0) MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &is_there, &status);
    MPI_Recv(message.data(), static_cast<int>(message.size()), MPI_INT64_T, status.MPI_SOURCE, status.MPI_TAG,
             MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  }
}

}  // namespace

int main(int argument_count, char** arguments) {
  MPI_Init(&argument_count, &arguments);
  int rank = 0;
  int size = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  for (int round = 0; round < rounds && size > 1; ++round) {
    MPI_Barrier(MPI_COMM_WORLD);
    const double start = MPI_Wtime();
    const std::int64_t count = static_cast<std::int64_t>(messages) * (size - 1);
    if (rank == 0)
      receive_all(count);
    else
      send_all();
    if (rank == 0)
      std::printf("%.2f microseconds a message\n", (MPI_Wtime() - start) / static_cast<double>(count) * 1e6);
  }
  MPI_Finalize();
}
