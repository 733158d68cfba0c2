#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/ensemble/sink.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// A run without a simulation: every state is a known function of its indices, which the Python tests compute too.
class SyntheticRun {
 public:
  struct Sizes {
    std::int64_t scenarios = 3;
    std::int64_t trajectories = 200;
    std::int64_t times = 7;
    std::int64_t unit_size = 64;
    std::int64_t unit_points = 0;  ///< > 0: the scenarios are points of a sweep, so many of them in a work unit
    bool subset = false;           ///< save y, x and an observable instead of x, y, z
    bool minimal = false;          ///< no sources, parameters, regimes, interventions, summaries
  };
  explicit SyntheticRun(const Sizes& sizes);

  ResultFileRequest request;

  /// ((131 s + 31 n + 17 k + 7 c) mod 1009) / 7 for scenario s, trajectory n, time k, column c; NaN from time 4 on in
  /// scenario 1 where n mod 37 is 5.
  [[nodiscard]] double state(std::int64_t scenario, std::int64_t trajectory, std::int64_t time,
                             std::int64_t column) const;
  [[nodiscard]] static bool is_diverging(std::int64_t scenario, std::int64_t trajectory) {
    return scenario == 1 && trajectory % 37 == 5;
  }

  /// The unit's result; valid until the next call.
  const UnitResult& unit(std::int64_t number);
  /// The result of the last call of `unit`.
  [[nodiscard]] const UnitResult& current() const { return result_; }

 private:
  [[nodiscard]] Moments leaf(std::int64_t scenario, std::int64_t time, std::int64_t column, std::int64_t first,
                             std::int64_t last) const;
  [[nodiscard]] Moments node(std::int64_t scenario, std::int64_t time, std::int64_t column, std::int64_t first,
                             std::int64_t size) const;

  UnitResult result_;
  std::vector<double> states_;
  std::vector<TrajectoryEnd> ends_;
  std::vector<Moments> moments_;
  std::vector<std::int64_t> reflections_;
};

/// Creates the result file of a run (overwriting) and writes some of its units into it.
void write_units(SyntheticRun& run, const std::string& path, const std::vector<std::int64_t>& units);

/// The text of the Error that a call throws; "" if none.
template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace dosde
