#pragma once

#include <chrono>
#include <optional>

namespace dosde {

/// How urgently a run has been asked to stop. Ordered: more urgent is greater.
enum class StopLevel : int {
  none,
  drain,    ///< finish the unit at hand, or its part where a unit is long; start no other
  at_once,  ///< leave the unit at hand unfinished
};

/// Listens for requests to stop, from the operating system and from the clock. The first of the signals TERM, INT, USR1
/// and USR2 asks to drain, the second to stop at once; so does a limit of wall-clock time, once. While it lives it owns
/// these signals' handlers; make one at a time.
class StopRequest {
 public:
  using Clock = std::chrono::steady_clock;

  StopRequest();
  explicit StopRequest(std::optional<Clock::time_point> deadline);
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;
  ~StopRequest();

  /// What has been asked of this process until now.
  [[nodiscard]] StopLevel level() const;

 private:
  std::optional<Clock::time_point> deadline_;
};

}  // namespace dosde
