#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// What is done to every variable, one at a time.
enum class ResponseKind {
  clamp,       ///< do(X = c + δ) against do(X = c), per δ: what a unit of X does
  shift,       ///< drift + δ against the reference, per δ: what a unit of push does
  scale_noise  ///< noise times δ against the reference, as it is
};

struct ResponseRequest {
  ResponseKind kind = ResponseKind::clamp;
  std::string scenario;          ///< whose mechanisms are the reference; empty: the first of the experiment
  std::vector<double> horizons;  ///< save times of the experiment; empty: the last
  double size = 1.0;             ///< δ in long-run standard deviations of the variable (1 where it has none); of
                                 ///< scale_noise the factor itself
  std::optional<double> long_run_from;  ///< save times from here on are the long run; nothing: the second half
};

/// Effects of each on each, [variable][intervened], with their standard errors.
struct ResponseTable {
  std::vector<double> effect, error;                    ///< on the mean
  std::vector<double> variance_effect, variance_error;  ///< on the variance; not per unit
  std::vector<std::int64_t> pairs;                      ///< [intervened] trajectories alive in both
};

struct Response {
  ResponseKind kind = ResponseKind::clamp;
  std::string scenario;
  std::vector<std::string> variables;
  std::vector<std::string> sources;
  std::vector<std::size_t> intervened;  ///< positions of variables: all but those that the reference clamps
  std::vector<double> horizons;
  double long_run_from = 0.0;
  double long_run_until = 0.0;
  std::vector<double> value;         ///< [intervened] c: the variable's long-run mean in the reference
  std::vector<double> size;          ///< [intervened] δ
  std::vector<ResponseTable> at;     ///< [horizon]
  ResponseTable long_run;            ///< of time averages; the variance over trajectories and times together
  std::vector<double> change;        ///< [variable][intervened] last quarter of the long run minus its first
  std::vector<double> change_error;  ///< … which is noise where the long run has been reached
  std::vector<double> reference_mean, reference_deviation;  ///< [variable] in the long run
  // Direct effects: Jacobians of the reference's last regime, averaged over the states that the long run visits. For a
  // row that is clamped 0.
  std::vector<double> direct_drift, direct_drift_error;  ///< [variable][parent]
  std::vector<double> direct_noise, direct_noise_error;  ///< [source][variable][parent]
  std::string scheme;
  std::int64_t trajectories = 0;
};

/// Simulates the reference, then an intervention on every variable, all in one noise, in this process and without a
/// file; effects are estimated from pairs while units are computed. Memory: a unit, and O(variables² · horizons).
/// Throws Error (usage, scenario): no such scenario, no such save time, a sweep, independent pairing, moments, nothing
/// to intervene on.
Response estimate_response(const Experiment& experiment, const ResponseRequest& request);

}  // namespace dosde
