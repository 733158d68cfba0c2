#include "engine/ensemble/fit_scheme.hpp"

#include <algorithm>

#include "engine/solvers/step_problem.hpp"

namespace dosde {
namespace {

[[noreturn]] void refuse(const CompiledRun& run, const std::string& code, const std::string& problem,
                         const std::string& why, const std::string& suggestion) {
  throw Error(ErrorKind::scenario,
              {{Severity::error, run.experiment.scheme_location, code,
                "the scheme '" + run.scheme.scheme->name + "' " + problem, why, suggestion, "", 0, 1}});
}

}  // namespace

StreamNeed fit_scheme(const CompiledRun& run) {
  const Scheme& scheme = *run.scheme.scheme;
  StreamNeed need;
  if (scheme.fit == nullptr) return need;
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    for (const auto& mechanisms : run.timelines[s].mechanism_sets) {
      const SchemeFit fit =
          scheme.fit(make_step_problem(run.model, mechanisms, scheme.integrates, run.experiment.time.step));
      if (fit.misfit)
        refuse(run, "E019",
               "does not fit the scenario '" + run.experiment.scenarios[s].name + "': " + fit.misfit->problem,
               fit.misfit->why, fit.misfit->suggestion);
      need.per_source = std::max(need.per_source, fit.streams.per_source);
      need.further.insert(fit.streams.further.begin(), fit.streams.further.end());
    }
  }
  return need;
}

void refuse_other_steps(const CompiledRun& run) {
  const Scheme& scheme = *run.scheme.scheme;
  const bool has_path = is_of_path(scheme.detail);
  const bool is_of_one_length = scheme.made_for == MadeFor::steps_of_one_length;
  const std::string draws = "it draws a number with a few values in the place of the path's increment, once a step, ";
  if (!has_path && run.cells_per_step > 1)
    refuse(run, "", "cannot take a step of several noise cells", draws + "and no path sums such numbers up",
           "leave out noise.cell, or choose a scheme that has a strong order");
  if (run.pieces.empty() || (has_path && !is_of_one_length)) return;
  const TimeGrid& grid = run.experiment.time;
  const SplitTime& split = grid.splits.front();
  refuse(run, "E019", "cannot stop inside a step, at " + time_text(split.time),
         is_of_one_length ? "its formula is made for steps of one length"
                          : draws + "and no path has such numbers as its parts",
         "use " + time_text(grid.step_time(split.step)) + " or " + time_text(grid.step_time(split.step + 1)) +
             ", another step, or " + (is_of_one_length ? "another scheme" : "a scheme that has a strong order"));
}

}  // namespace dosde
