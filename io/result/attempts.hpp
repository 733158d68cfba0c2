#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// One row of the attempts table: a process (or a set of ranks) that worked on the file, and where the time went.
struct Attempt {
  double start = 0.0;           ///< seconds since 1970 UTC
  double end = 0.0;             ///< 0: still running, or killed
  std::int32_t exit_code = -1;  ///< -1: still running, or killed
  std::int32_t ranks = 1;
  std::int64_t units = 0;  ///< work units finished
  double compute_seconds = 0.0;
  double write_seconds = 0.0;
  double finalise_seconds = 0.0;
  std::string host;  ///< machine of the first rank; at most 63 bytes are stored
};

/// This moment and this machine.
Attempt attempt_from_now();

/// Enters an attempt into the table of the file and returns its row. The table has 256 rows; when they are used up, the
/// last is overwritten.
std::int64_t begin_attempt(const std::string& path, const Attempt& attempt);

/// Writes the attempt into its row again, now with its end. `attempt.end` 0 becomes this moment.
void end_attempt(const std::string& path, std::int64_t row, Attempt attempt);

/// Is a dataset of that path a column of the attempts table that the checksum of a row (`provenance/attempt_crc32c`)
/// covers? The checksum goes over the columns in alphabetical order.
bool is_attempt_column(const std::string& path);

/// The rows in use.
std::vector<Attempt> read_attempts(const std::string& path);

}  // namespace dosde
