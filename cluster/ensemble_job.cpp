#include "cluster/ensemble_job.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <numeric>

#include "cluster/file_store.hpp"
#include "cluster/partition.hpp"
#include "cluster/run_together.hpp"
#include "cluster/seconds_since.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "io/result/attempts.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/finalise.hpp"
#include "io/result/same_run.hpp"
#include "io/result/tie_shards.hpp"

namespace dosde {
namespace {

using Clock = std::chrono::steady_clock;

/// A drained run ends within a unit and a second, however much of the file is still empty.
constexpr std::chrono::milliseconds longest_blanking(500);

bool is_resumed(const EnsembleJob& job) {
  return job.use == FileUse::resume || (job.use == FileUse::resume_if_exists && std::filesystem::exists(job.path));
}

/// The units of the job that are still to be computed, in order.
std::vector<std::int64_t> units_to_do(const EnsembleJob& job, bool resumes) {
  const UnitSpan share = share_of(job.request);
  if (!resumes && !job.prefill) {
    std::vector<std::int64_t> units(static_cast<std::size_t>(share.count));
    std::iota(units.begin(), units.end(), share.first);
    return units;
  }
  PendingUnits pending = find_pending_units(job.path, job.verification);
  if (!pending.damaged.empty() && job.log)
    job.log(std::to_string(pending.damaged.size()) +
            " finished units do not fit their checksums and are computed again, the first is unit " +
            std::to_string(pending.damaged.front()));
  std::erase_if(pending.units, [&](std::int64_t unit) { return !share.has(unit); });
  return pending.units;
}

/// What the first rank does before the others may touch the file, and at the end.
class FileKeeper {
 public:
  FileKeeper(const EnsembleJob& job, int ranks) : job_(job), lock_(job.path), attempt_(attempt_from_now()) {
    attempt_.ranks = ranks;
  }

  /// The file stands, at its full size or with the names of the shards to come.
  void open(bool resumes) {
    if (!resumes) return create();
    require_same_run(job_.path, job_.request);
    is_sharded_ = is_sharded(job_.path);
    if (!is_sharded_) return;
    if (read_attempts(job_.path).empty()) {
      create_sharded(ExistingFile::replace);  // killed before all shards were there
    } else if (!is_tied(job_.path)) {
      tie_shards(job_.path, job_.request);
    }
  }

  /// The units to do; of a file that is resumed they are opened again. `file`: where the first rank writes.
  std::vector<std::int64_t> begin(bool resumes, const std::string& file) {
    if (!resumes && job_.prefill) job_.prefill(file);
    std::vector<std::int64_t> units = units_to_do(job_, resumes);
    if (resumes && !units.empty()) {
      reopen_units(job_.path, units);
      if (is_sharded_) untie_shards(job_.path);  // after it is said that the file is not complete
    }
    row_ = begin_attempt(job_.path, attempt_);
    return units;
  }

  [[nodiscard]] bool is_sharded_layout() const { return is_sharded_; }

  /// Completes the summaries where every unit of the ensemble is there.
  void finish(JobOutcome& outcome) {
    const auto start = Clock::now();
    const bool is_shard = share_of(job_.request).count < job_.run.shape.unit_count();
    if (is_sharded_ && !is_tied(job_.path)) tie_shards(job_.path, job_.request);
    if (outcome.is_drained)
      outcome.unmarked_trajectories = blank_pending_states(job_.path, longest_blanking);
    else if (is_shard)
      blank_pending_states(job_.path);
    else
      finalise_result_file(job_.path);
    attempt_.finalise_seconds = seconds_since(start);
    attempt_.units = outcome.progress.units_done;
    attempt_.exit_code = outcome.is_drained ? 75 : outcome.is_clean() ? 0 : 5;
    end_attempt(job_.path, row_, attempt_);
  }

  /// Notes that the attempt ended in an error of the file, as far as that can still be written.
  void give_up() noexcept {
    try {
      attempt_.exit_code = 4;
      end_attempt(job_.path, row_, attempt_);
    } catch (const std::exception&) {  // the error that brought us here is the one to tell
    }
  }

  Attempt& attempt() { return attempt_; }

 private:
  void create() {
    const ExistingFile existing = job_.use == FileUse::replace ? ExistingFile::replace : ExistingFile::refuse;
    check_output_place(job_.request, job_.path, existing);  // before anything that is there is touched
    if (existing == ExistingFile::replace) remove_shards(job_.path);
    is_sharded_ = job_.request.output.layout == FileLayout::sharded;
    if (is_sharded_) {
      create_shard_folder(job_.path);
      create_sharded(existing);
    } else {
      create_result_file(job_.request, job_.path, existing);
    }
  }

  void create_sharded(ExistingFile existing) const {
    ResultFileRequest request = job_.request;
    request.shards = empty_shards(request, job_.path, attempt_.ranks);
    create_result_file(request, job_.path, existing);
  }

  const EnsembleJob& job_;
  FileLock lock_;
  Attempt attempt_;
  std::int64_t row_ = 0;
  bool is_sharded_ = false;
};

/// Where this rank writes in the sharded layout: a file of its own, made now where it is not there yet, with room for
/// the units that the rank begins with.
std::string own_shard(const EnsembleJob& job, const Session& session, bool resumes) {
  const std::string shard = locate_shard(job.path, shard_name(job.path, session.rank()));
  ResultFileRequest request = job.request;
  if (std::filesystem::exists(shard)) {
    require_same_run(shard, request);
  } else {
    const UnitSpan share = share_of(request);
    const ListSpan dealt = Dealer(share.count, session.size()).first_share(session.rank());
    request.reserved = resumes ? UnitSpan{} : UnitSpan{share.first + dealt.first, dealt.count};
    create_result_file(request, shard);
  }
  return shard;
}

Progress progress_of(const Work& work, std::int64_t units) {
  return {work.units_done, units, work.trajectories_done, work.diverged, work.failed_units};
}

}  // namespace

JobOutcome run_job(const EnsembleJob& job, const Session& session) {
  const StopRequest stop(job.deadline);

  // 1. The file stands at its full size before anything is computed; of one that is resumed, what is left is known.
  std::unique_ptr<FileKeeper> keeper;
  // The first rank alone reads statuses and checksums: the others would only read them again.
  std::vector<std::int64_t> units;
  std::vector<std::int64_t> facts(2);
  run_together(session, [&] {
    if (!session.is_first()) return;
    keeper = std::make_unique<FileKeeper>(job, session.size());
    facts[0] = is_resumed(job) ? 1 : 0;
    keeper->open(facts[0] == 1);
    facts[1] = keeper->is_sharded_layout() ? 1 : 0;
  });
  session.share(facts);
  const bool resumes = facts[0] == 1;
  std::string file = job.path;
  if (facts[1] == 1) run_together(session, [&] { file = own_shard(job, session, resumes); });
  run_together(session, [&] {
    if (session.is_first()) units = keeper->begin(resumes, file);
  });
  session.share(units);

  // 2. Every rank computes and writes units, until none is left or the job is asked to stop.
  const auto total = static_cast<std::int64_t>(units.size());
  UnitQueue queue(session, total, stop);
  Work own;
  std::int64_t overflowed = 0;
  const auto compute = [&] {
    FileStore store(file, job.path, identify_run(job.request.provenance.scenario_resolved));
    UnitRunner runner(job.run, choose_block_width(job.run), job.run.shape.unit_size);
    LoopObserver observer;
    observer.unit_done = job.inspect;
    if (job.observe && session.is_first())
      observer.progress = [&](const Work& work) { job.observe(progress_of(work, total)); };
    observer.unit_failed = [&](const UnitRange& range, const std::string& reason) {
      if (job.log)
        job.log("unit " + std::to_string(range.unit) + " (trajectories " + std::to_string(range.first_trajectory) +
                " to " + std::to_string(range.first_trajectory + range.trajectory_count - 1) + ") failed: " + reason);
    };
    const auto start = Clock::now();
    own = run_units(job.run.shape, runner, store, queue, units, observer);
    overflowed = store.overflowed_states();
    if (session.is_first()) {
      keeper->attempt().write_seconds = store.seconds();
      keeper->attempt().compute_seconds = seconds_since(start) - store.seconds();
    }
  };
  try {
    run_together(session, compute);
  } catch (const Error&) {
    if (keeper != nullptr) keeper->give_up();
    throw;
  }

  JobOutcome outcome;
  outcome.progress = {session.sum(own.units_done), total, session.sum(own.trajectories_done), session.sum(own.diverged),
                      session.sum(own.failed_units)};
  outcome.overflowed_states = session.sum(overflowed);
  outcome.is_drained = outcome.progress.units_done < total;

  // 3. The summaries are completed once all units are in the file.
  run_together(session, [&] {
    if (session.is_first()) keeper->finish(outcome);
  });
  return outcome;
}

}  // namespace dosde
