#include "cluster/unit_loop.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

#include "cluster/seconds_since.hpp"
#include "engine/core/error.hpp"

namespace dosde {
namespace {

using Clock = std::chrono::steady_clock;

class Loop {
 public:
  Loop(const RunShape& shape, UnitRunner& runner, UnitStore& store, UnitQueue& queue, const LoopObserver& observer)
      : shape_(shape), runner_(runner), store_(store), queue_(queue), observer_(observer) {}

  Work run(const std::vector<std::int64_t>& units) {
    while (const auto position = queue_.next(work_)) {
      tell_progress();
      const UnitRange range = unit_range(shape_, units[static_cast<std::size_t>(*position)]);
      if (!compute(range)) break;
    }
    return work_;
  }

  [[nodiscard]] const Work& work() const { return work_; }

 private:
  /// False where the job stops before the unit is done.
  bool compute(const UnitRange& range) {
    std::string failure;
    try {
      turn_to(range);
      while (runner_.advance())
        if (!go_on()) return false;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::input_output) throw;  // the store's: all units would meet it
      failure = error.what();
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if (failure.empty()) {
      keep(runner_.result());
    } else {
      store_.write_failed(range);
      ++work_.failed_units;
      if (observer_.unit_failed) observer_.unit_failed(range, failure);
    }
    ++work_.units_done;
    work_.trajectories_done += range.trajectory_count * range.point_count;
    return true;
  }

  void turn_to(const UnitRange& range) {
    UnitCheckpoint checkpoint;
    if (!store_.load_checkpoint(range.unit, checkpoint) || !runner_.restore(range, checkpoint)) runner_.begin(range);
    last_checkpoint_ = Clock::now();
  }

  void keep(const UnitResult& result) {
    store_.write(result);
    work_.diverged += std::count_if(result.ends.begin(), result.ends.end(),
                                    [](const TrajectoryEnd& end) { return end.status == TrajectoryStatus::diverged; });
    if (observer_.unit_done) observer_.unit_done(result);
  }

  /// Between two slices: others are answered, a long unit is checkpointed. False where the unit is to be left.
  bool go_on() {
    const StopLevel level = queue_.look_around(work_);
    tell_progress();
    const bool can_stop_here = runner_.is_between_parts();
    const bool stops = level == StopLevel::at_once || (level == StopLevel::drain && can_stop_here);
    if (can_stop_here && (stops || seconds_since(last_checkpoint_) >= checkpoint_interval)) {
      store_.store_checkpoint(runner_.checkpoint());
      last_checkpoint_ = Clock::now();
    }
    return !stops;
  }

  void tell_progress() const {
    if (observer_.progress) observer_.progress(queue_.total());
  }

  const RunShape& shape_;
  UnitRunner& runner_;
  UnitStore& store_;
  UnitQueue& queue_;
  const LoopObserver& observer_;
  Work work_;
  Clock::time_point last_checkpoint_;
};

}  // namespace

Work run_units(const RunShape& shape, UnitRunner& runner, UnitStore& store, UnitQueue& queue,
               const std::vector<std::int64_t>& units, const LoopObserver& observer) {
  Loop loop(shape, runner, store, queue, observer);
  std::exception_ptr failure;
  try {
    loop.run(units);
  } catch (...) {
    failure = std::current_exception();
    queue.request_stop(StopLevel::drain);
  }
  queue.finish(loop.work());
  if (failure) std::rethrow_exception(failure);
  if (observer.progress) observer.progress(queue.total());
  return loop.work();
}

}  // namespace dosde
