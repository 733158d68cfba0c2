#pragma once

#include <chrono>
#include <cstdint>
#include <fstream>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "cli/application.hpp"
#include "cluster/ensemble_job.hpp"

namespace dosde {

/// How a person or a machine is told how far a run is.
struct ProgressOptions {
  std::string progress;  ///< "jsonl:PATH", or empty
  bool wants_rank_logs = false;
};

/// `--progress` and `--rank-logs`.
void add_progress_options(CLI::App& command, ProgressOptions& options);

/// How far a run is after so many seconds.
struct ProgressReading {
  Progress progress;
  double seconds = 0.0;

  /// Trajectories a second, over all scenarios of each.
  [[nodiscard]] double rate() const;
  /// Seconds still to go at this rate; nothing before the first unit is done.
  [[nodiscard]] std::optional<double> rest() const;
  [[nodiscard]] double share() const;
};

/// One line without its end: `2026-01-01T00:00:00Z 12.0% 1200/10000 units 3412 trajectories/s ETA 00:04:11 …`
std::string progress_line(const ProgressReading& reading, std::int64_t unix_time);
/// The same as the object of a line of JSON; `state` is "running", or how the run ended: "complete", "drained",
/// "error".
nlohmann::ordered_json progress_json(const ProgressReading& reading, std::int64_t unix_time, const std::string& state);

/// Shows how far a run is: on standard error a bar on a terminal, elsewhere a line after 30 seconds and 1 %, or after
/// ten minutes (long work is not silent, logs are not flooded); and on demand lines of JSON in a file. Only the first
/// rank speaks.
class ProgressReporter {
 public:
  /// Throws Error where the options are wrong (usage) or the file of lines cannot be opened (input_output).
  ProgressReporter(const Application& application, const ProgressOptions& options);
  ProgressReporter(const ProgressReporter&) = delete;
  ProgressReporter& operator=(const ProgressReporter&) = delete;
  /// Without `finish` before: the run ended by an error.
  ~ProgressReporter();

  /// To be called often, with the progress of all ranks together.
  void show(const Progress& progress);
  /// Says how the run ended, and leaves the bar's line.
  void finish(const Progress& progress, const std::string& state);

  [[nodiscard]] double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;
  enum class Display { none, lines, bar };

  void show_line(const ProgressReading& reading);
  void show_bar(const ProgressReading& reading);
  void write_json(const ProgressReading& reading, const std::string& state);

  Display display_ = Display::none;
  std::ofstream json_;
  bool has_bar_ = false;
  bool is_finished_ = false;
  Clock::time_point start_ = Clock::now();
  // Seconds since start_, and the share that was done.
  double last_bar_ = 0.0;
  double last_json_ = 0.0;
  double last_line_ = 0.0;
  double last_share_ = 0.0;
  Progress last_;
};

/// "2m 05s", "1h 12m", "0.8s".
std::string format_duration(double seconds);

/// "12.3 MB", by powers of 1000.
std::string format_bytes(double bytes);

}  // namespace dosde
