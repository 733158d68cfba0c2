#include "engine/ensemble/fit_scheme.hpp"

#include <algorithm>

#include "engine/solvers/step_problem.hpp"

namespace dosde {
namespace {

StepProblem problem_of(const CompiledRun& run, const MechanismSet& mechanisms) {
  return make_step_problem(run.model, mechanisms, run.scheme.scheme->integrates, run.experiment.time.step);
}

}  // namespace

void refuse_misfit(const CompiledRun& run) {
  const Scheme& scheme = *run.scheme.scheme;
  if (scheme.misfit == nullptr) return;
  for (std::size_t s = 0; s < run.timelines.size(); ++s)
    for (const auto& mechanisms : run.timelines[s].mechanism_sets)
      if (const auto misfit = scheme.misfit(problem_of(run, mechanisms)))
        throw Error(ErrorKind::scenario, {{Severity::error, run.experiment.scheme_location, "E019",
                                           "the scheme '" + scheme.name + "' does not fit the scenario '" +
                                               run.experiment.scenarios[s].name + "': " + misfit->problem,
                                           misfit->why, misfit->suggestion, "", 0, 1}});
}

int count_streams(const CompiledRun& run) {
  const Scheme& scheme = *run.scheme.scheme;
  int most = 1;
  if (scheme.streams_per_source == nullptr) return most;
  for (const auto& timeline : run.timelines)
    for (const auto& mechanisms : timeline.mechanism_sets)
      most = std::max(most, scheme.streams_per_source(problem_of(run, mechanisms)));
  return most;
}

}  // namespace dosde
