#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/analysis/effects/jackknife.hpp"

namespace dosde {

/// Count, mean and sum of squared deviations, one value at a time (Welford 1962).
struct RunningSpread {
  double count = 0.0;
  double mean = 0.0;
  double squares = 0.0;

  void add(double value) {
    count += 1.0;
    const double distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  [[nodiscard]] double average() const;         ///< NaN without values
  [[nodiscard]] double variance() const;        ///< unbiased; NaN below two values
  [[nodiscard]] double standard_error() const;  ///< of the mean
};

/// Both together (Chan, Golub and LeVeque 1979).
RunningSpread merge(const RunningSpread& a, const RunningSpread& b);

/// The effect on mean and variance of one variable, from pairs. The error of the variance's change is that of a
/// jackknife that leaves out one of 32 groups of trajectories at a time: it knows nothing of laws, and sees that pairs
/// are alike.
class PairMoments {
 public:
  static constexpr std::size_t groups = jackknife_groups;

  /// The difference of a pair: of a time average, or of one time.
  void add_difference(double difference) { difference_.add(difference); }
  /// A value of the trajectory and its partner; as many times a trajectory as there are.
  void add_values(std::int64_t trajectory, double y, double reference) {
    const std::size_t group = jackknife_group(static_cast<std::size_t>(trajectory));
    own_[group].add(y);
    reference_[group].add(reference);
  }

  [[nodiscard]] double effect() const { return difference_.average(); }  ///< NaN without pairs
  [[nodiscard]] double error() const { return difference_.standard_error(); }
  struct VarianceEffect {
    double effect = 0.0;
    double error = 0.0;  ///< NaN below two groups with values
  };
  [[nodiscard]] VarianceEffect variance_effect() const;

 private:
  RunningSpread difference_;
  std::array<RunningSpread, groups> own_;
  std::array<RunningSpread, groups> reference_;
};

}  // namespace dosde
