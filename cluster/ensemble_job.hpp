#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cluster/session.hpp"
#include "cluster/unit_loop.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "io/result/create.hpp"
#include "io/result/pending_units.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// How far a job is, all ranks together.
struct Progress {
  std::int64_t units_done = 0;
  std::int64_t units_total = 0;
  std::int64_t trajectories_done = 0;  ///< at all points of a sweep together
  std::int64_t diverged = 0;           ///< trajectories x scenarios that ended in a non-finite state
  std::int64_t failed_units = 0;       ///< units that could not be computed
};

/// What a job does with a file that has the name of its result.
enum class FileUse {
  create,            ///< refuse an existing file
  replace,           ///< overwrite it where it is a result and no input of the run
  resume,            ///< go on with it; refuse where there is none
  resume_if_exists,  ///< go on with it where there is one, else create it
};

/// A run and the file that it goes to.
struct EnsembleJob {
  const CompiledRun& run;
  const ResultFileRequest& request;
  std::string path;
  FileUse use = FileUse::create;
  Verification verification = Verification::sample;  ///< of the finished units of a file that is resumed
  std::optional<StopRequest::Clock::time_point> deadline = {};
  /// Called on the first rank once the files are created, with the one to write to: units known already.
  std::function<void(const std::string& file)> prefill = {};
  std::function<void(const UnitResult&)> inspect = {};  ///< called on every rank with every unit that it computed
  std::function<void(const Progress&)> observe = {};    ///< called on the first rank with the progress of all
  std::function<void(const std::string&)> log = {};     ///< sentences about what went wrong on this rank
};

/// How a job ended.
struct JobOutcome {
  Progress progress;                   ///< of all ranks together; of a resumed run, of what was left
  bool is_drained = false;             ///< asked to stop before all units were done: the file can be resumed
  std::int64_t overflowed_states = 0;  ///< finite states that f32 could store only as infinities
  /// Of a drained run: trajectories x scenarios whose states are zeros and no NaN, since that would have taken too
  /// long.
  std::int64_t unmarked_trajectories = 0;

  /// Nothing diverged, failed or was lost.
  [[nodiscard]] bool is_clean() const { return progress.diverged + progress.failed_units + overflowed_states == 0; }
};

/// Runs the job on all ranks of the session. The first rank locks the file and creates it, or finds out what is left to
/// do; the ranks share the units and write them by themselves; the first rank completes the summaries when all units of
/// the ensemble are there. Throws Error on every rank, where one rank failed: with the first failing rank's message.
JobOutcome run_job(const EnsembleJob& job, const Session& session);

}  // namespace dosde
