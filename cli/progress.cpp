#include "cli/progress.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>

#include "cluster/local_ranks.hpp"
#include "engine/core/error.hpp"

namespace dosde {
namespace {

// Seconds.
constexpr double bar_interval = 0.1;
constexpr double json_interval = 1.0;
constexpr double line_interval = 30.0;
constexpr double longest_silence = 600.0;

constexpr double line_share = 0.01;
constexpr int bar_width = 30;
constexpr const char* json_prefix = "jsonl:";

std::string format_time(std::int64_t unix_time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(unix_time)));
}

std::string format_clock(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  return fmt::format("{:02}:{:02}:{:02}", whole / 3600, whole % 3600 / 60, whole % 60);
}

/// The path of --progress; empty where the option was not given.
std::string json_path(const std::string& option) {
  if (option.empty()) return {};
  if (option.rfind(json_prefix, 0) != 0 || option == json_prefix)
    throw Error(ErrorKind::usage, "--progress " + option + " is no way to show progress", "",
                "write --progress jsonl:PATH");
  return option.substr(std::strlen(json_prefix));
}

}  // namespace

void add_progress_options(CLI::App& command, ProgressOptions& options) {
  command
      .add_option("--progress", options.progress,
                  "Also append the progress to a file, one JSON object a line: about one a second, the last says how "
                  "the run ended")
      ->type_name("jsonl:PATH");
  command.add_flag("--rank-logs", options.wants_rank_logs,
                   "Each rank keeps a log of its units, <result>.log/rank-0003.log (also with -vv)");
}

double ProgressReading::rate() const { return static_cast<double>(progress.trajectories_done) / seconds; }

double ProgressReading::share() const {
  return progress.units_total == 0
             ? 1.0
             : static_cast<double>(progress.units_done) / static_cast<double>(progress.units_total);
}

std::optional<double> ProgressReading::rest() const {
  if (share() == 0.0) return {};
  return seconds / share() - seconds;
}

std::string progress_line(const ProgressReading& reading, std::int64_t unix_time) {
  const Progress& progress = reading.progress;
  const auto rest = reading.rest();
  return fmt::format("{} {:.1f}% {}/{} units {:.4g} trajectories/s ETA {} diverged={} failed={}",
                     format_time(unix_time), 100.0 * reading.share(), progress.units_done, progress.units_total,
                     reading.rate(), rest ? format_clock(*rest) : "?", progress.diverged, progress.failed_units);
}

nlohmann::ordered_json progress_json(const ProgressReading& reading, std::int64_t unix_time, const std::string& state) {
  const Progress& progress = reading.progress;
  nlohmann::ordered_json json = {{"time", format_time(unix_time)},
                                 {"state", state},
                                 {"seconds", reading.seconds},
                                 {"units_done", progress.units_done},
                                 {"units_total", progress.units_total},
                                 {"trajectories_done", progress.trajectories_done},
                                 {"trajectories_per_second", reading.rate()},
                                 {"eta_seconds", nullptr},
                                 {"diverged", progress.diverged},
                                 {"failed_units", progress.failed_units}};
  if (const auto rest = reading.rest()) json["eta_seconds"] = *rest;
  return json;
}

ProgressReporter::ProgressReporter(const Application& application, const ProgressOptions& options) {
  const std::string json = json_path(options.progress);
  if (!application.session.is_first()) return;
  if (!application.is_quiet) {
    const bool is_terminal = isatty(STDERR_FILENO) == 1 || is_local_rank_on_terminal();
    display_ = is_terminal && std::getenv("CI") == nullptr ? Display::bar : Display::lines;
  }
  if (json.empty()) return;
  json_.open(json, std::ios::app);
  if (!json_)
    throw Error(ErrorKind::input_output, "'" + json + "' cannot be written (" + std::strerror(errno) + ")",
                "--progress appends to it", "choose another path");
}

ProgressReporter::~ProgressReporter() {
  try {
    finish(last_, "error");
  } catch (const std::exception&) {
    // The error that ended the run is told already, and is the one that matters.
  }
}

double ProgressReporter::seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

void ProgressReporter::show(const Progress& progress) {
  if (display_ == Display::none && !json_.is_open()) return;
  last_ = progress;
  const ProgressReading reading{progress, seconds()};
  if (display_ == Display::bar) show_bar(reading);
  if (display_ == Display::lines) show_line(reading);
  if (json_.is_open() && reading.seconds - last_json_ >= json_interval) write_json(reading, "running");
}

void ProgressReporter::show_line(const ProgressReading& reading) {
  const double silence = reading.seconds - last_line_;
  const bool is_due = silence >= line_interval && reading.share() - last_share_ >= line_share;
  if (!is_due && silence < longest_silence) return;
  last_line_ = reading.seconds;
  last_share_ = reading.share();
  fmt::print(stderr, "{}\n", progress_line(reading, std::time(nullptr)));
  std::fflush(stderr);
}

void ProgressReporter::show_bar(const ProgressReading& reading) {
  if (reading.seconds - last_bar_ < bar_interval) return;
  last_bar_ = reading.seconds;
  const int filled = static_cast<int>(reading.share() * bar_width);
  const auto rest = reading.rest();
  fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {:5.1f}%  {} trajectories  {} left  diverged {}  failed {}\033[K", "", filled,
             "", bar_width - filled, 100.0 * reading.share(), reading.progress.trajectories_done,
             rest ? format_duration(*rest) : "?", reading.progress.diverged, reading.progress.failed_units);
  std::fflush(stderr);
  has_bar_ = true;
}

void ProgressReporter::write_json(const ProgressReading& reading, const std::string& state) {
  last_json_ = reading.seconds;
  json_ << progress_json(reading, std::time(nullptr), state).dump() << std::endl;
  if (json_) return;
  // Not worth the run.
  fmt::print(stderr,
             "dosde: the lines of --progress cannot be written any more (is the disk full?); the run goes on\n");
  json_.close();
}

void ProgressReporter::finish(const Progress& progress, const std::string& state) {
  if (is_finished_) return;
  is_finished_ = true;
  if (has_bar_) fmt::print(stderr, "\r\033[K");
  if (json_.is_open()) write_json({progress, seconds()}, state);
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
