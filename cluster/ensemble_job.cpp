#include "cluster/ensemble_job.hpp"

#include <chrono>
#include <optional>

#include "cluster/partition.hpp"
#include "io/result/attempts.hpp"
#include "io/result/finalise.hpp"
#include "io/result/result_file_sink.hpp"

namespace dosde {
namespace {

/// Runs a part of the job that may fail on some ranks, and fails on all of them together, so that none waits for ever
/// for another.
template <class Work>
void run_together(const Session& session, const Work& work) {
  std::optional<Error> failure;
  try {
    work();
  } catch (const Error& error) {
    failure = error;
  }
  const bool has_failed = session.is_any(failure.has_value());
  if (failure) throw *failure;
  if (has_failed) throw Error(ErrorKind::input_output, "another rank of the job failed", "its message says why");
}

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Shows every unit to the job's inspector on its way to the file, and knows how long writing took.
class InspectedSink final : public Sink {
 public:
  explicit InspectedSink(const EnsembleJob& job) : job_(job), file_(job.path) {}

  void write(const UnitResult& result) override {
    const auto start = Clock::now();
    file_.write(result);
    seconds_ += seconds_since(start);
    if (job_.inspect) job_.inspect(result);
  }

  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  const EnsembleJob& job_;
  ResultFileSink file_;
  double seconds_ = 0.0;
};

}  // namespace

Progress run_job(const EnsembleJob& job, const Session& session, const std::function<void(const Progress&)>& observe) {
  // 1. The file stands at its full size before anything is computed.
  Attempt attempt = attempt_from_now();
  attempt.ranks = session.size();
  std::int64_t row = 0;
  run_together(session, [&] {
    if (!session.is_first()) return;
    create_result_file(job.request, job.path, job.existing);
    row = begin_attempt(job.path, attempt);
  });

  // 2. Every rank computes and writes its own units.
  Progress own;
  run_together(session, [&] {
    InspectedSink sink(job);
    const UnitSpan units = units_of_rank(job.run.shape.unit_count(), session.rank(), session.size());
    const auto start = Clock::now();
    own = run_ensemble(job.run, sink, session.is_first() ? observe : std::function<void(const Progress&)>{}, units);
    attempt.write_seconds = sink.seconds();
    attempt.compute_seconds = seconds_since(start) - sink.seconds();
  });

  Progress total;
  total.units_done = session.sum(own.units_done);
  total.units_total = job.run.shape.unit_count();
  total.trajectories_done = session.sum(own.trajectories_done);
  total.diverged = session.sum(own.diverged);

  // 3. The summaries are completed once all units are in the file.
  run_together(session, [&] {
    if (!session.is_first()) return;
    const auto start = Clock::now();
    finalise_result_file(job.path);
    attempt.finalise_seconds = seconds_since(start);
    attempt.units = total.units_done;
    attempt.exit_code = total.diverged > 0 ? 5 : 0;  // what the program will return
    end_attempt(job.path, row, attempt);
  });
  return total;
}

}  // namespace dosde
