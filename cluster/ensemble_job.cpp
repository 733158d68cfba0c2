#include "cluster/ensemble_job.hpp"

#include <optional>

#include "cluster/partition.hpp"
#include "io/result/finalise.hpp"
#include "io/result/result_file_sink.hpp"

namespace dosde {
namespace {

/// Runs a part of the job that may fail on some ranks, and fails on all of them together, so that none waits for ever for another.
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

/// Shows every unit to the job's inspector on its way to the file.
class InspectedSink final : public Sink {
 public:
  InspectedSink(const EnsembleJob& job) : job_(job), file_(job.path) {}

  void write(const UnitResult& result) override {
    file_.write(result);
    if (job_.inspect) job_.inspect(result);
  }

 private:
  const EnsembleJob& job_;
  ResultFileSink file_;
};

}  // namespace

Progress run_job(const EnsembleJob& job, const Session& session, const std::function<void(const Progress&)>& observe) {
  // 1. The file stands at its full size before anything is computed.
  run_together(session, [&] {
    if (session.is_first()) create_result_file(job.request, job.path, job.existing);
  });

  // 2. Every rank computes and writes its own units.
  Progress own;
  run_together(session, [&] {
    InspectedSink sink(job);
    const UnitSpan units = units_of_rank(job.run.shape.unit_count(), session.rank(), session.size());
    own = run_ensemble(job.run, sink, session.is_first() ? observe : std::function<void(const Progress&)>{}, units);
  });

  // 3. The summaries are completed once all units are in the file.
  run_together(session, [&] {
    if (session.is_first()) finalise_result_file(job.path);
  });

  Progress total;
  total.units_done = session.sum(own.units_done);
  total.units_total = job.run.shape.unit_count();
  total.trajectories_done = session.sum(own.trajectories_done);
  total.diverged = session.sum(own.diverged);
  return total;
}

}  // namespace dosde
