#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "cluster/partition.hpp"
#include "cluster/session.hpp"
#include "cluster/stop_request.hpp"

namespace dosde {

/// What a rank has done so far.
struct Work {
  std::int64_t units_done = 0;
  std::int64_t trajectories_done = 0;
  std::int64_t diverged = 0;      ///< trajectories x scenarios that ended in a non-finite state
  std::int64_t failed_units = 0;  ///< units that could not be computed
};

Work operator+(const Work& a, const Work& b);

/// Shares a list of units among the ranks while they compute. The first rank keeps the list and computes like the
/// others: it answers when it looks around, between two slices of a unit. A rank asks for its next chunk when it begins
/// the last unit of its present one, so it waits for an answer only where the first rank is slower than a whole unit. A
/// request to stop that reaches any rank reaches all. Nothing here is collective, but every rank must come to `finish`.
class UnitQueue {
 public:
  /// `count`: the length of the list, the same on all ranks. `stop`: what is asked of this rank.
  UnitQueue(const Session& session, std::int64_t count, const StopRequest& stop);
  ~UnitQueue();

  /// The position of the unit to compute next; nothing where all are dealt or the job stops.
  std::optional<std::int64_t> next(const Work& own);
  /// Answers and asks what is waiting. Returns how urgently the job is to stop: the most urgent request of any rank
  /// that is known here.
  StopLevel look_around(const Work& own);
  /// Asks all ranks to stop, for a reason of this rank.
  void request_stop(StopLevel level);
  /// Tells the first rank that this one is done, and waits for all others. Call it once, whatever happened.
  void finish(const Work& own);

  /// On the first rank: the work of all ranks, as last heard. Elsewhere: this rank's own.
  [[nodiscard]] Work total() const;

 private:
  struct Exchange;  ///< the messages; only where there are several ranks

  const Session& session_;
  const StopRequest& stop_;
  Dealer dealer_;
  ListSpan span_;
  StopLevel level_ = StopLevel::none;  ///< of the job, as known here
  StopLevel told_ = StopLevel::none;   ///< what the other ranks have been told
  Work own_;
  std::unique_ptr<Exchange> exchange_;
};

}  // namespace dosde
