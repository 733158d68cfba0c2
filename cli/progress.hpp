#pragma once

#include <chrono>
#include <string>

#include "engine/ensemble/run.hpp"

namespace dosde {

/// Shows on standard error how far a run is: a bar on a terminal, elsewhere a line every 30 seconds or so (long work is
/// not silent, logs are not flooded).
class ProgressReporter {
 public:
  /// `is_shown` false: says nothing.
  explicit ProgressReporter(bool is_shown);

  void show(const Progress& progress);
  /// Leaves the bar's line.
  void finish();

  [[nodiscard]] double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  bool is_shown_;
  bool is_terminal_;
  bool has_bar_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

/// "2m 05s", "1h 12m", "0.8s".
std::string format_duration(double seconds);

/// "12.3 MB", by powers of 1000.
std::string format_bytes(double bytes);

}  // namespace dosde
