#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>

#include "cluster/seconds_since.hpp"
#include "cluster/session.hpp"
#include "cluster/stop_request.hpp"
#include "cluster/unit_queue.hpp"

// mpirun -n 2 queue_latency: how long a rank waits for units while the first rank computes units of its own, in slices.
// A counter in the first rank's memory (MPI_Fetch_and_op) answers over TCP only when that rank enters MPI, a whole unit
// later; the queue must answer after a slice. The second rank's units take no time, so that no wait is hidden: its
// dozen of chunks would cost it a dozen units of the first rank. Exit code 1 where all its waits together take three.

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t unit_count = 48;
constexpr double unit_seconds = 0.4;
constexpr auto slice = std::chrono::milliseconds(4);

/// A unit of the first rank, as the unit loop goes through it.
void compute_slowly(dosde::UnitQueue& queue) {
  const auto start = Clock::now();
  while (dosde::seconds_since(start) < unit_seconds) {
    std::this_thread::sleep_for(slice);
    queue.look_around({});
  }
}

}  // namespace

int main(int argument_count, char** arguments) {
  const dosde::Session session(argument_count, arguments);
  if (session.size() != 2) return std::puts("for two ranks: mpirun -n 2 queue_latency"), 2;
  const dosde::StopRequest stop;
  dosde::UnitQueue queue(session, unit_count, stop);
  const auto start = Clock::now();
  std::int64_t units = 0;
  if (session.is_first()) {
    for (; units < 4 && queue.next({}); ++units) compute_slowly(queue);
  } else {
    while (queue.next({})) ++units;
  }
  const double seconds = dosde::seconds_since(start);
  queue.finish({});
  if (session.is_first()) return 0;
  std::printf("%d units, %d of them asked for: %.3f s, %.2f units of the first rank\n", static_cast<int>(units),
              static_cast<int>(units - unit_count / 4), seconds, seconds / unit_seconds);
  return units == unit_count * 3 / 4 && seconds < 3 * unit_seconds ? 0 : 1;
}
