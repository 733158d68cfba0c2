#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/abduction/observed_paths.hpp"
#include "engine/analysis/abduction/undetermined.hpp"
#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// How the noise was found.
enum class AbductionMethod {
  inversion,  ///< σ ΔW = r, step by step
  smoothing,  ///< the law of the noise given the observations, linear and Gaussian, and draws from it
  guiding     ///< draws guided by the observations, weighted: particles
};

struct AbductionRequest {
  std::string scenario;                                  ///< that was observed; empty: the only one
  std::int64_t draws = 1;                                ///< of what is not determined, for each observed trajectory
  std::optional<std::uint64_t> seed;                     ///< of these draws; by default the experiment's
  std::map<std::string, double> observation_noise = {};  ///< standard deviations, by variable: path = state + noise
  std::int64_t particles = 0;                  ///< of guided draws, for each path; 0: 1000, or twice the draws
  std::optional<AbductionMethod> method = {};  ///< by default the exact one that there is
};

/// What is told of a source.
struct SourceEvidence {
  std::string name;
  std::map<Undetermined, std::int64_t> counts;  ///< of its increments, by why they are not determined
  double variance = 0.0;                        ///< of the whitened increments; 1 is expected
  double variance_chance = 1.0;                 ///< of a variance as far from 1: χ², two-sided
  double autocorrelation = 0.0;                 ///< of neighbours
  double autocorrelation_chance = 1.0;          ///< of autocorrelations as large, over the lags 1 … 10: Box & Pierce
};

/// What is told of a row: how far the path is from what the model can do with any noise.
struct RowEvidence {
  std::string name;
  double residual = 0.0;   ///< largest
  double roundings = 0.0;  ///< the same in rounding errors, ε (|x| + |x'| + h |f|)
  double time = 0.0;       ///< where that is

  /// One more residual; `rounding`: the size of one rounding error there.
  void note(double one, double rounding, double at);
};

/// What is told of guided draws.
struct GuidingEvidence {
  std::int64_t particles = 0;     ///< of each path; 0: nothing was guided
  std::vector<double> effective;  ///< [observed trajectory][cell] effective sample size
  std::vector<double> weights;    ///< [trajectory][cell] of the particle that a draw is, against the mean of all
  double least_effective = 0.0;
  std::int64_t least_trajectory = 0;
  double least_time = 0.0;  ///< where that is: the step's begin
};

/// Draws of fewer effective particles than this say little of their law.
inline constexpr double fewest_effective = 10.0;

/// A residual of more rounding errors than this is none.
inline constexpr double most_roundings = 1000.0;

/// The noise of observed paths, and the evidence that the model made them.
struct Abduction {
  AbductionMethod method = AbductionMethod::inversion;
  std::string scenario;
  std::string scheme;
  std::int64_t observed = 0;  ///< trajectories
  std::int64_t draws = 1;     ///< of each; trajectory n of the world is draw n % draws of the observed n / draws
  RecordedWorld world;
  std::vector<std::int8_t> determined;  ///< [observed trajectory][cell][source]
  double square = 0.0;                  ///< of the whitened increments (of innovations, smoothing), summed
  std::int64_t degrees = 0;             ///< its law if the model is right: χ² of so many
  double chance = 1.0;                  ///< of a sum as far from that: two-sided
  std::vector<SourceEvidence> sources;
  std::vector<RowEvidence> rows;
  GuidingEvidence guiding;
  std::vector<std::string> unknown_starts;  ///< variables whose initial state was not observed, being clamped then

  /// One more increment of an observed trajectory, and why it is not determined.
  void note(std::int64_t trajectory, std::int64_t cell, std::size_t source, Undetermined why);

  /// Could the model have made the paths, with any noise?
  [[nodiscard]] bool is_possible() const;
  /// Do the draws follow their law, as far as effective sample sizes tell?
  [[nodiscard]] bool is_representative() const;
};

/// The noise of the paths under one scenario of the experiment, at its exact step equation (Pearl's first step). Throws
/// Error (usage) where the request or the paths do not fit, or no draw meets what was seen, Error (scenario) where the
/// model or its scheme has noise that cannot be found.
Abduction abduct(const Experiment& experiment, const ObservedPaths& paths, const AbductionRequest& request);

std::string to_string(AbductionMethod method);

/// What an increment of that kind is, a sentence part: "its row is held by a clamp".
std::string describe(Undetermined why);

}  // namespace dosde
