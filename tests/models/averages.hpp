#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/ensemble/sink.hpp"

namespace dosde {

/// What is averaged: over the saved times, `first` (a column), or `first` times `second` read `lag` saves later.
struct Average {
  std::size_t scenario = 0;
  std::size_t first = 0;
  std::size_t second = 0;
  std::size_t lag = 0;
  bool is_product = false;
};

/// Mean over trajectories of one time average a trajectory, and its standard error. Trajectories are independent, so
/// the error needs no knowledge of correlation times.
struct Estimate {
  double mean = 0.0;
  double standard_error = 0.0;
};

/// Takes a run's units and keeps running sums only: memory does not grow with trajectories.
class AverageSink final : public Sink {
 public:
  AverageSink(std::vector<Average> averages, std::size_t times, std::size_t columns)
      : averages_(std::move(averages)), times_(times), columns_(columns), sums_(averages_.size()) {}

  void write(const UnitResult& result) override {
    const auto trajectories = static_cast<std::size_t>(result.range.trajectory_count);
    for (const TrajectoryEnd& end : result.ends) unfinished_ += end.status == TrajectoryStatus::done ? 0 : 1;
    for (const std::int64_t count : result.reflections) reflections_ += count;
    for (std::size_t which = 0; which < averages_.size(); ++which) {
      for (std::size_t n = 0; n < trajectories; ++n) {
        const std::size_t lane = averages_[which].scenario * trajectories + n;
        add(sums_[which], time_average(averages_[which], result.states.data() + lane * times_ * columns_));
      }
    }
  }

  [[nodiscard]] Estimate estimate(std::size_t which) const {
    const Sums& sums = sums_[which];
    return {sums.mean, std::sqrt(sums.squares / (sums.count - 1.0) / sums.count)};
  }
  [[nodiscard]] std::int64_t unfinished() const { return unfinished_; }
  [[nodiscard]] std::int64_t reflections() const { return reflections_; }

 private:
  struct Sums {  // B. P. Welford, Technometrics 4, 419 (1962)
    double count = 0.0;
    double mean = 0.0;
    double squares = 0.0;
  };

  static void add(Sums& sums, double value) {
    sums.count += 1.0;
    const double distance = value - sums.mean;
    sums.mean += distance / sums.count;
    sums.squares += distance * (value - sums.mean);
  }

  [[nodiscard]] double time_average(const Average& average, const double* states) const {
    const std::size_t count = times_ - average.lag;
    double sum = 0.0;
    for (std::size_t time = 0; time < count; ++time) {
      const double first = states[time * columns_ + average.first];
      sum += average.is_product ? first * states[(time + average.lag) * columns_ + average.second] : first;
    }
    return sum / static_cast<double>(count);
  }

  std::vector<Average> averages_;
  std::size_t times_;
  std::size_t columns_;
  std::vector<Sums> sums_;
  std::int64_t unfinished_ = 0;
  std::int64_t reflections_ = 0;
};

}  // namespace dosde
