#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "io/result/attempts.hpp"
#include "io/result/result_file.hpp"

namespace dosde {

/// What became of an attempt, or how far it is.
struct AttemptReport {
  Attempt attempt;
  std::string state;       ///< "ended", "running", "killed", or "running or killed" where this machine cannot see
  double seconds = 0.0;    ///< from its start to its end, or to now
  std::int64_t units = 0;  ///< finished by it, as far as is known
  double rest = -1.0;      ///< of a running one: seconds to go at its speed so far; < 0: unknown
};

/// Every attempt at the file, from its table of attempts, its statuses and its lock. `now`: seconds since 1970.
std::vector<AttemptReport> report_attempts(const std::vector<Attempt>& attempts, const ResultProgress& progress,
                                           const std::string& lock_holder, const std::string& this_host, double now);

/// One line, e.g. "2026-01-01T00:00:00Z 4 ranks on node7: running for 2m 05s, 120 units, about 3m 10s left".
std::string describe(const AttemptReport& report);
nlohmann::ordered_json to_json(const AttemptReport& report);

}  // namespace dosde
