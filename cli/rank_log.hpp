#pragma once

#include <chrono>
#include <fstream>
#include <string>

#include "cluster/session.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// The log of one rank, <result>.log/rank-0003.log: where and since when it worked, then a line a unit with its
/// seconds. Appended to, so that a resumed run keeps the history. Nothing is created before the first unit is finished.
class RankLog {
 public:
  RankLog(std::string result, const Session& session);
  RankLog(const RankLog&) = delete;
  RankLog& operator=(const RankLog&) = delete;
  /// A log whose attempt has no last line is that of a killed rank.
  ~RankLog();

  /// To be called after every unit that was computed and written here. Throws Error (input_output).
  void note(const UnitResult& result);

 private:
  using Clock = std::chrono::steady_clock;

  void open();

  std::string result_;
  int rank_;
  int ranks_;
  Clock::time_point unit_start_ = Clock::now();
  std::ofstream file_;
};

}  // namespace dosde
