#include "engine/analysis/abduction/abduction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/abduction/linear_steps.hpp"
#include "engine/analysis/abduction/noise_evidence.hpp"
#include "engine/analysis/abduction/observed_run.hpp"
#include "engine/analysis/abduction/observed_start.hpp"

namespace dosde {

void RowEvidence::note(double one, double rounding, double at) {
  const double size = std::isnan(one) ? std::numeric_limits<double>::infinity() : std::abs(one);  // no step leads there
  residual = std::max(residual, size);
  const double in_roundings = size == 0.0 || std::isinf(size) ? size : size / std::max(1e-300, rounding);
  if (!(in_roundings > roundings)) return;
  roundings = in_roundings;
  time = at;
}

void Abduction::note(std::int64_t trajectory, std::int64_t cell, std::size_t source, Undetermined why) {
  ++sources[source].counts[why];
  const auto row = static_cast<std::size_t>(trajectory * world.cell_count + cell);
  determined[row * sources.size() + source] = why == Undetermined::no ? 1 : 0;
}

bool Abduction::is_possible() const {
  return std::all_of(rows.begin(), rows.end(), [](const RowEvidence& row) { return row.roundings <= most_roundings; });
}

bool Abduction::is_representative() const {
  return guiding.particles == 0 || guiding.least_effective >= fewest_effective;
}

namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& why, const std::string& suggestion) {
  throw Error(ErrorKind::usage, problem, why, suggestion);
}

/// Why the law of the noise given the paths is not normal, a sentence part; empty: it is.
std::string find_obstacle(const ObservedRun& observed) {
  LinearSteps linear(observed);
  if (!linear.bend().empty()) return linear.bend();
  const Eigen::VectorXd held = linear.held_at_start();
  for (std::int64_t n = 0; n < observed.paths.trajectories; ++n)
    if (!start_of(observed, n, held).is_normal()) return "the law of a start that was not seen is not normal";
  return "";
}

AbductionMethod choose_method(const ObservedRun& observed, const AbductionRequest& request) {
  if (!observed.has_gaps) return AbductionMethod::inversion;
  const std::string obstacle = find_obstacle(observed);
  const std::string hidden =
      "the path in '" + observed.paths.origin + "' has gaps, latent variables or noise of observation, and ";
  if (obstacle.empty() && request.method != AbductionMethod::guiding) return AbductionMethod::smoothing;
  if (request.method == AbductionMethod::smoothing)
    refuse(hidden + obstacle, "smoothing is for linear models with additive noise and normal starts",
           "let it be guided");
  if (*observed.run.scheme.scheme->implicitness > 0.0)
    refuse(hidden + obstacle, "what was not observed is then drawn by guided proposals, of explicit steps only",
           "use a path of euler_maruyama, or give every variable at every step, without noise");
  return AbductionMethod::guiding;
}

std::int64_t count_particles(AbductionMethod method, const AbductionRequest& request) {
  if (method == AbductionMethod::guiding)
    return request.particles > 0 ? request.particles : std::max<std::int64_t>(1000, 2 * request.draws);
  if (request.particles > 0)
    refuse("particles are asked for, and nothing is guided",
           method == AbductionMethod::inversion ? "the paths have every state at every step"
                                                : "the law of the noise is normal, and drawn from as it is",
           "leave out --particles");
  return 0;
}

}  // namespace

Abduction abduct(const Experiment& experiment, const ObservedPaths& paths, const AbductionRequest& request) {
  const ObservedRun observed = lay_out(experiment, paths, request);
  const std::uint64_t seed = request.seed.value_or(experiment.seed);
  Abduction found;
  found.method = choose_method(observed, request);
  found.guiding.particles = count_particles(found.method, request);
  found.scenario = observed.run.experiment.scenarios.front().name;
  found.scheme = observed.run.scheme.scheme->name;
  found.observed = paths.trajectories;
  found.draws = request.draws;
  RecordedWorld& world = found.world;
  world.start = observed.run.experiment.time.start;
  world.cell = observed.run.experiment.time.step;
  world.cell_count = observed.step_count;
  world.trajectories = found.observed * found.draws;
  world.sources = observed.run.sources;
  const auto cells = static_cast<std::size_t>(world.cell_count);
  world.increments.resize(world.sources.size() * cells * static_cast<std::size_t>(world.trajectories));
  found.determined.resize(static_cast<std::size_t>(found.observed) * cells * world.sources.size());
  for (const auto& source : world.sources) {
    found.sources.emplace_back();
    found.sources.back().name = source;
  }
  for (const auto& variable : observed.run.model.variables) {
    found.rows.emplace_back();
    found.rows.back().name = variable.name;
  }
  switch (found.method) {
    case AbductionMethod::inversion:
      invert_paths(observed, seed, found);
      break;
    case AbductionMethod::smoothing:
      smooth_paths(observed, seed, found);
      break;
    case AbductionMethod::guiding:
      guide_paths(observed, seed, found);
      break;
  }
  found.chance = chi_square_chance(found.square, static_cast<double>(found.degrees));
  judge_increments(found);
  return found;
}

std::string to_string(AbductionMethod method) {
  switch (method) {
    case AbductionMethod::inversion:
      return "inversion";
    case AbductionMethod::smoothing:
      return "smoothing";
    case AbductionMethod::guiding:
      return "guiding";
  }
  throw Error(ErrorKind::internal, "a method that to_string does not know");
}

std::string describe(Undetermined why) {
  switch (why) {
    case Undetermined::no:
      return "it follows from the path";
    case Undetermined::row_held:
      return "what it drives is held by a clamp";
    case Undetermined::row_overwritten:
      return "an impulse, or a clamp that begins, overwrites what it drives";
    case Undetermined::rows_too_few:
      return "several sources drive fewer variables, so that only combinations of them show";
    case Undetermined::zero_loading:
      return "it drives nothing there";
    case Undetermined::state_unseen:
      return "states were not observed, or with noise";
  }
  throw Error(ErrorKind::internal, "a reason that describe does not know");
}

}  // namespace dosde
