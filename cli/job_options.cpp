#include "cli/job_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "cli/divergence_report.hpp"
#include "cli/messages.hpp"
#include "cli/rank_log.hpp"
#include "engine/core/error.hpp"
#include "engine/ensemble/scheme_names.hpp"

namespace dosde {
namespace {

constexpr double slurm_margin = 60.0;  ///< seconds left to Slurm's end for writing and finishing

/// The whole of `text` as a number that is not negative.
std::optional<double> parse_number(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  const bool is_number = !text.empty() && *end == '\0' && number >= 0.0 && number < 1e12;
  return is_number ? std::optional(number) : std::nullopt;
}

std::optional<double> parse_clock(const std::string& text) {
  double seconds = 0.0;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ':');) {
    const auto number = parse_number(part);
    if (!number) return std::nullopt;
    seconds = seconds * 60.0 + *number;
  }
  return seconds;
}

void tell_end(const JobOutcome& outcome, const EnsembleJob& job, double seconds, const Application& application) {
  const Progress& progress = outcome.progress;
  if (application.wants_json)
    print_json({{"file", job.path},
                {"trajectories", progress.trajectories_done},
                {"scenarios", job.run.shape.scenarios.size()},
                {"diverged", progress.diverged},
                {"failed_units", progress.failed_units},
                {"overflowed_states", outcome.overflowed_states},
                {"drained", outcome.is_drained},
                {"unmarked_trajectories", outcome.unmarked_trajectories},
                {"units_done", progress.units_done},
                {"units_left", progress.units_total - progress.units_done},
                {"seconds", seconds},
                {"scheme", scheme_names(job.run)}});
  else
    fmt::print("{}\n", job.path);
  if (outcome.is_drained)
    say(application, fmt::format("stopped on request after {}: {} of {} units were done; go on with: dosde resume {}",
                                 format_duration(seconds), progress.units_done, progress.units_total, job.path));
  else
    say(application,
        fmt::format("done in {}; open it with xarray.open_dataset(\"{}\")", format_duration(seconds), job.path));
  if (outcome.unmarked_trajectories > 0)
    say(application,
        fmt::format("to stop in time, the states of {} unfinished trajectories were left as zeros instead of "
                    "NaN: mind `status`, which is 0 there",
                    outcome.unmarked_trajectories));
  if (outcome.overflowed_states > 0)
    say(application, fmt::format("{} finite states are beyond the range of f32 (3.4e38) and are stored as infinities; "
                                 "output.precision = \"f64\" keeps them",
                                 outcome.overflowed_states));
  if (progress.failed_units > 0)
    say(application,
        fmt::format("{} units failed; `dosde resume {}` tries them again", progress.failed_units, job.path));
}

}  // namespace

void add_job_options(CLI::App& command, JobOptions& options) {
  command
      .add_option("--max-time", options.max_time,
                  "Stop in time, resumable with exit code 75: seconds, 90s, 15m, 2h or h:mm:ss; in a Slurm job by "
                  "default a minute before its end")
      ->type_name("TIME");
  add_progress_options(command, options.progress);
}

std::optional<double> parse_duration(const std::string& text) {
  std::optional<double> seconds;
  if (text.find(':') != std::string::npos) {
    seconds = parse_clock(text);
  } else if (!text.empty()) {
    const char unit = text.back();
    const double factor = unit == 'h' ? 3600.0 : unit == 'm' ? 60.0 : 1.0;
    const bool has_unit = unit == 'h' || unit == 'm' || unit == 's';
    seconds = parse_number(has_unit ? text.substr(0, text.size() - 1) : text);
    if (seconds) *seconds *= factor;
  }
  return seconds && *seconds > 0.0 ? seconds : std::nullopt;
}

std::optional<std::chrono::steady_clock::time_point> job_deadline(const JobOptions& options) {
  const auto in_seconds = [](double seconds) {
    return std::chrono::steady_clock::now() +
           std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
  };
  if (!options.max_time.empty()) {
    const auto seconds = parse_duration(options.max_time);
    if (!seconds)
      throw Error(ErrorKind::usage, "--max-time " + options.max_time + " is no length of time", {},
                  "Write seconds, 90s, 15m, 2h or h:mm:ss.");
    return in_seconds(*seconds);
  }
  if (const char* end = std::getenv("SLURM_JOB_END_TIME"); end != nullptr)
    if (const auto seconds = parse_number(end); seconds && *seconds > 0.0)
      return in_seconds(*seconds - static_cast<double>(std::time(nullptr)) - slurm_margin);
  return std::nullopt;
}

ExitCode carry_out(EnsembleJob job, const JobOptions& options, const Application& application) {
  ProgressReporter reporter(application, options.progress);
  DivergenceCollector diverged(job.run);
  RankLog log(job.path, application.session);
  const bool is_logged = options.progress.wants_rank_logs || application.verbosity > 1;
  job.inspect = [&, observe = diverged.observer()](const UnitResult& result) {
    observe(result);
    if (is_logged) log.note(result);
  };
  job.observe = [&](const Progress& progress) { reporter.show(progress); };
  job.log = [&](const std::string& sentence) {
    fmt::print(stderr, "dosde: rank {}: {}\n", application.session.rank(), sentence);
  };
  const JobOutcome outcome = run_job(job, application.session);
  reporter.finish(outcome.progress, outcome.is_drained ? "drained" : "complete");

  const bool has_undefined = diverged.report(outcome.progress.diverged, application);
  if (application.session.is_first()) tell_end(outcome, job, reporter.seconds(), application);
  if (outcome.is_drained) return ExitCode::drained;
  return outcome.is_clean() && !has_undefined ? ExitCode::done : ExitCode::diverged;
}

}  // namespace dosde
