#include "cli/rank_log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>

#include "engine/core/error.hpp"
#include "io/result/attempts.hpp"

namespace dosde {
namespace {

std::string now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

}  // namespace

RankLog::RankLog(std::string result, const Session& session)
    : result_(std::move(result)), rank_(session.rank()), ranks_(session.size()) {}

RankLog::~RankLog() {
  if (file_.is_open()) file_ << fmt::format("{} ended\n", now());
}

void RankLog::open() {
  const std::filesystem::path folder = result_ + ".log";
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  const std::filesystem::path path = folder / fmt::format("rank-{:04}.log", rank_);
  file_.open(path, std::ios::app);
  if (!file_)
    throw Error(ErrorKind::input_output, "the log '" + path.string() + "' cannot be written",
                problem ? problem.message() : "", "make its folder writable, or leave --rank-logs and -vv away");
  file_ << fmt::format("{} rank {} of {} on {}, process {}\n", now(), rank_, ranks_, attempt_from_now().host, getpid());
}

void RankLog::note(const UnitResult& result) {
  const double seconds = std::chrono::duration<double>(Clock::now() - unit_start_).count();
  if (!file_.is_open()) open();
  const auto diverged = std::count_if(result.ends.begin(), result.ends.end(), [](const TrajectoryEnd& end) {
    return end.status == TrajectoryStatus::diverged;
  });
  const std::int64_t first = result.range.first_trajectory;
  file_ << fmt::format("{} unit {} trajectories [{}, {}) {:.3f} s diverged={}\n", now(), result.range.unit, first,
                       first + result.range.trajectory_count, seconds, diverged)
        << std::flush;
  unit_start_ = Clock::now();
}

}  // namespace dosde
