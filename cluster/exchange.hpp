#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "cluster/unit_queue.hpp"

namespace dosde {

/// The messages between the first rank and the others, all small and never waited for:
///
///     to the first rank:    what I have done and how urgently I was asked to stop, alone, with a wish for a chunk, or
///                           as a farewell
///     from the first rank:  a chunk (empty: there is none left), a request to stop, or leave to go
///
/// Built without MPI there is only one rank and no exchange.
struct UnitQueue::Exchange {
  explicit Exchange(const Session& session);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // The first rank.
  /// Reads all messages that are there, deals to those that ask; the most urgent request to stop among them.
  StopLevel serve(const std::function<ListSpan()>& deal);
  void announce(StopLevel level);
  void dismiss_all();
  [[nodiscard]] const std::vector<Work>& works() const { return works_; }

  // The others.
  [[nodiscard]] bool is_report_due() const;
  void report(const Work& own, StopLevel level);
  void ask(const Work& own, StopLevel level);
  void leave(const Work& own, StopLevel level);
  /// Reads all messages that are there; the most urgent request to stop among them.
  StopLevel hear();
  [[nodiscard]] bool is_waiting() const { return is_waiting_; }
  [[nodiscard]] bool has_chunk() const { return has_chunk_; }
  ListSpan take_chunk();

  /// On the first rank: has every other rank said farewell? Elsewhere: has the first rank given leave to go?
  [[nodiscard]] bool have_all_left() const;

 private:
  struct Mail;  ///< what MPI is needed for

  std::unique_ptr<Mail> mail_;
  std::vector<Work> works_;  ///< [rank], of the others
  int ranks_left_ = 0;
  StopRequest::Clock::time_point last_report_ = StopRequest::Clock::now();
  bool is_waiting_ = false;
  bool has_chunk_ = false;
  bool may_go_ = false;
  ListSpan chunk_;
};

}  // namespace dosde
