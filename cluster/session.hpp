#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// This process among those of the job. MPI is initialised only under a launcher (mpirun, srun): alone, a process needs
/// none, and MPI_Init takes a quarter of a second. Built without MPI, or alone: rank 0 of 1. Make one, in main, and
/// keep it to the end. Whoever waits here sleeps between looks: ranks that share a core do not steal it from each
/// other.
class Session {
 public:
  Session(int& argument_count, char**& arguments);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] bool is_first() const { return rank_ == 0; }

  /// Returns when every rank has come here.
  void wait_for_all() const;
  /// The sum over all ranks, on every rank.
  [[nodiscard]] std::int64_t sum(std::int64_t value) const;
  /// Is it true on any rank? On every rank.
  [[nodiscard]] bool is_any(bool value) const { return sum(value ? 1 : 0) > 0; }
  /// The first rank's list, on every rank.
  void share(std::vector<std::int64_t>& values) const;
  /// The text of the first rank whose text is not empty, on every rank; empty where all are. `rank` becomes that rank,
  /// or -1.
  [[nodiscard]] std::string first_text(const std::string& own, int& rank) const;

 private:
  int rank_ = 0;
  int size_ = 1;
  bool has_mpi_ = false;
};

}  // namespace dosde
