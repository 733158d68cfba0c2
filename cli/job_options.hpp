#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "cli/application.hpp"
#include "cli/progress.hpp"
#include "cluster/ensemble_job.hpp"

namespace CLI {
class App;
}

namespace dosde {

/// Options of every verb that computes: `run` and `resume`.
struct JobOptions {
  std::string max_time;
  ProgressOptions progress;
};

void add_job_options(CLI::App& command, JobOptions& options);

/// "90", "90s", "15m", "2h", "1:30:00" or "15:00" as seconds; nothing where it is none of these or not positive.
std::optional<double> parse_duration(const std::string& text);

/// When the job has to be at its end: --max-time from now, else a minute before the end of the Slurm job that this
/// process is in, else never. Throws Error (usage).
std::optional<std::chrono::steady_clock::time_point> job_deadline(const JobOptions& options);

/// Runs a job, shows its progress and says how it ended.
ExitCode carry_out(EnsembleJob job, const JobOptions& options, const Application& application);

}  // namespace dosde
