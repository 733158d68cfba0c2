#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// How closely `resume` looks at the units that are already there.
enum class Verification { none, sample, full };

/// Which units of a result file are still to be computed.
struct PendingUnits {
  std::vector<std::int64_t> units;    ///< increasing
  std::vector<std::int64_t> damaged;  ///< those of them that were finished, but do not fit their checksums
};

/// Reads the statuses: a unit is finished when every scenario of every trajectory of it has one that is neither pending
/// nor failed. Then compares what finished units wrote (states, ends, partial sums) with their checksums: of all, of a
/// hundred spread over the file, or of none. Throws Error (input_output).
PendingUnits find_pending_units(const std::string& path, Verification verification);

/// Sets the file back to "not complete" and the statuses of these units to pending, before they are computed again.
void reopen_units(const std::string& path, const std::vector<std::int64_t>& units);

}  // namespace dosde
