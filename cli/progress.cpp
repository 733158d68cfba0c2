#include "cli/progress.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>

namespace dosde {
namespace {

constexpr double bar_interval = 0.1;    ///< seconds
constexpr double line_interval = 30.0;  ///< seconds
constexpr int bar_width = 30;

}  // namespace

ProgressReporter::ProgressReporter(bool is_shown) : is_shown_(is_shown), is_terminal_(isatty(STDERR_FILENO) == 1) {}

double ProgressReporter::seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

void ProgressReporter::show(const Progress& progress) {
  if (!is_shown_) return;
  const auto now = Clock::now();
  const double waited = std::chrono::duration<double>(now - last_).count();
  if (waited < (is_terminal_ ? bar_interval : line_interval)) return;
  last_ = now;
  const double elapsed = seconds();
  const double share = static_cast<double>(progress.units_done) / static_cast<double>(progress.units_total);
  const std::string rest = format_duration(elapsed / share - elapsed);
  if (is_terminal_) {
    const int filled = static_cast<int>(share * bar_width);
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {:5.1f}%  {} trajectories  {} left  diverged {} ", "", filled, "",
               bar_width - filled, 100.0 * share, progress.trajectories_done, rest, progress.diverged);
    has_bar_ = true;
  } else {
    fmt::print(stderr, "{:%Y-%m-%dT%H:%M:%SZ} {:.1f}% {}/{} units {:.0f} trajectories/s ETA {} diverged={}\n",
               fmt::gmtime(std::time(nullptr)), 100.0 * share, progress.units_done, progress.units_total,
               static_cast<double>(progress.trajectories_done) / elapsed, rest, progress.diverged);
  }
  std::fflush(stderr);
}

void ProgressReporter::finish() {
  if (has_bar_) fmt::print(stderr, "\r\033[K");
  has_bar_ = false;
}

std::string format_duration(double seconds) {
  if (seconds < 60.0) return fmt::format("{:.1f}s", seconds);
  const auto whole = static_cast<long>(seconds);
  if (whole < 3600) return fmt::format("{}m {:02}s", whole / 60, whole % 60);
  return fmt::format("{}h {:02}m", whole / 3600, whole % 3600 / 60);
}

std::string format_bytes(double bytes) {
  const char* units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  int unit = 0;
  while (bytes >= 1000.0 && unit < 5) {
    bytes /= 1000.0;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, units[unit]);
}

}  // namespace dosde
