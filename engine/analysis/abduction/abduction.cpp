#include "engine/analysis/abduction/abduction.hpp"

#include <algorithm>
#include <cmath>

#include "engine/analysis/abduction/noise_evidence.hpp"
#include "engine/analysis/abduction/observed_run.hpp"

namespace dosde {

void RowEvidence::note(double one, double rounding, double at) {
  residual = std::max(residual, std::abs(one));
  const double in_roundings = one == 0.0 ? 0.0 : std::abs(one) / std::max(rounding, 1e-300);
  if (in_roundings <= roundings) return;  // what is no number is told
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

Abduction abduct(const Experiment& experiment, const ObservedPaths& paths, const AbductionRequest& request) {
  const ObservedRun observed = lay_out(experiment, paths, request);
  const std::uint64_t seed = request.seed.value_or(experiment.seed);
  Abduction found;
  found.method = observed.has_gaps ? AbductionMethod::smoothing : AbductionMethod::inversion;
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
  if (observed.has_gaps)
    smooth_paths(observed, request, seed, found);
  else
    invert_paths(observed, seed, found);
  found.chance = chi_square_chance(found.square, static_cast<double>(found.degrees));
  judge_increments(found);
  return found;
}

std::string to_string(AbductionMethod method) {
  return method == AbductionMethod::inversion ? "inversion" : "smoothing";
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
