#include "engine/ensemble/fit_scheme.hpp"

#include <algorithm>
#include <cmath>

#include "engine/causal/structure.hpp"
#include "engine/core/number_text.hpp"
#include "engine/ensemble/world_layout.hpp"
#include "engine/solvers/step_problem.hpp"

namespace dosde {
namespace {

[[noreturn]] void refuse(const CompiledRun& run, const std::string& problem, const std::string& why,
                         const std::string& suggestion) {
  throw Error(ErrorKind::scenario,
              {{Severity::error, run.experiment.scheme_location, "E019",
                "the scheme '" + run.scheme.scheme->name + "' " + problem, why, suggestion, "", 0, 1}});
}

/// The times of the grid around one inside a step: what to use in its place.
std::string times_around(const TimeGrid& grid, const SplitTime& split) {
  return time_text(grid.step_time(split.step)) + " or " + time_text(grid.step_time(split.step + 1));
}

/// Adaptive steps are nodes of the tree of one noise cell, which is the step of the grid.
void refuse_other_adaptive_steps(const CompiledRun& run) {
  const auto refuse_steps = [&run](const std::string& problem, const std::string& why, const std::string& suggestion) {
    throw Error(ErrorKind::scenario,
                {{Severity::error, run.experiment.scheme_location, "E019", problem, why, suggestion, "", 0, 1}});
  };
  if (has_bounds(run.model))
    refuse_steps("adaptive steps do not serve reflecting bounds",
                 "a reflected step is right in law and not on its path, and steps that follow the path change that law",
                 "leave out steps = \"adaptive\", or the bounds lower and upper where the equation keeps to them by "
                 "itself");
  const std::string why =
      "the step is the longest that a trajectory takes, and shorter ones are halves of halves of it";
  if (run.cells_per_step > 1)
    refuse_steps("with adaptive steps the step must be the noise cell, and it has " +
                     std::to_string(run.cells_per_step) + " of them",
                 why, "leave out noise.cell, or make it the step");
  if (run.steps_per_cell > 1)
    refuse_steps("with adaptive steps the step must be the noise cell, which has " +
                     std::to_string(run.steps_per_cell) + " steps",
                 why, "make the step as long as noise.cell: adaptive steps halve it");
}

/// A start below 0 of a row that the scheme keeps above: an error where it is a number, before anything is computed.
void refuse_negative_starts(const CompiledRun& run, std::size_t scenario, const std::vector<std::string>& positive) {
  const auto parameters = uniform_parameters(run.model);
  for (const auto& name : positive) {
    const std::size_t place = run.model.find_variable(name).index();
    const auto* formula = std::get_if<Expression>(&run.timelines[scenario].initial[place]);
    if (formula == nullptr) continue;
    const Expression start = with_values(*formula, parameters);
    if (!start.is_constant() || !(start.value() < 0.0)) continue;
    const Variable& variable = run.model.variables[place];
    const auto* own = std::get_if<Expression>(&variable.initial);
    const bool is_own = own != nullptr && own->is_same(*formula) && variable.initial_location.line > 0;
    throw Error(ErrorKind::scenario,
                {{Severity::error, is_own ? variable.initial_location : run.experiment.scheme_location, "E019",
                  "'" + name + "' starts at " + number_text(start.value(), 6) + " in the scenario '" +
                      run.experiment.scenarios[scenario].name + "'",
                  "the scheme '" + run.scheme.scheme->name + "' is for states that are not negative",
                  "let it start at 0 or above, or choose another scheme", "", 0, 1}});
  }
}

}  // namespace

StreamNeed fit_scheme(const CompiledRun& run) {
  const Scheme& scheme = *run.scheme.scheme;
  StreamNeed need;
  if (scheme.fit == nullptr) return need;
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    const auto& sets = run.timelines[s].mechanism_sets;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const MechanismSet& mechanisms = sets[i];
      const SchemeFit fit =
          scheme.fit(make_step_problem(run.model, mechanisms, scheme.integrates, run.experiment.time.step));
      if (fit.misfit)
        refuse(run, "does not fit the scenario '" + run.experiment.scenarios[s].name + "': " + fit.misfit->problem,
               fit.misfit->why, fit.misfit->suggestion);
      if (i == run.timelines[s].regimes.front().mechanisms) refuse_negative_starts(run, s, fit.positive);
      need.per_source = std::max(need.per_source, fit.streams.per_source);
      need.further.insert(fit.streams.further.begin(), fit.streams.further.end());
    }
  }
  return need;
}

void refuse_other_steps(const CompiledRun& run) {
  if (run.experiment.step_control) return refuse_other_adaptive_steps(run);
  const Scheme& scheme = *run.scheme.scheme;
  const bool has_path = is_of_path(scheme.detail);
  const bool is_of_one_length = scheme.made_for == MadeFor::steps_of_one_length;
  const std::string draws = "it draws a number with a few values in the place of the path's increment, once a step, ";
  if (!has_path && run.cells_per_step > 1)
    refuse(run, "cannot take a step of several noise cells", draws + "and no path sums such numbers up",
           "leave out noise.cell, or choose a scheme that has a strong order");
  if (!has_path && run.steps_per_cell > 1)
    refuse(run, "cannot take a step that is a part of a noise cell",
           draws + "and no path has such numbers as its parts",
           "leave out noise.cell, or choose a scheme that has a strong order");
  if (run.has_happenings && (!has_path || is_of_one_length))
    refuse(run, "cannot stop inside a step, where an event or a jump is",
           is_of_one_length ? "its formula is made for steps of one length"
                            : draws + "and no path has such numbers as its parts",
           std::string("use ") + (is_of_one_length ? "another scheme" : "a scheme that has a strong order"));
  if (run.pieces.empty() || (has_path && !is_of_one_length)) return;
  const TimeGrid& grid = run.experiment.time;
  const SplitTime& split = grid.splits.front();
  refuse(run, "cannot stop inside a step, at " + time_text(split.time),
         is_of_one_length ? "its formula is made for steps of one length"
                          : draws + "and no path has such numbers as its parts",
         "use " + times_around(grid, split) + ", another step, or " +
             (is_of_one_length ? "another scheme" : "a scheme that has a strong order"));
}

/// The part of the difference of a node's two steps and its one that is added to the two: Richardson's extrapolation of
/// the drift's error, of order q, by 1/(2^q - 1) (Hairer, Nørsett & Wanner 1993, Solving ODEs I, II.4). It goes to
/// results of a strong order of 3/2 or more where no loading depends on the state: with weak noise the drift's error is
/// what is left there, and the noise's own grows by a fifth at most (measured on a noisy double well; both results
/// converge along the path, so any such mean of them does). Other noise leaves errors that one step and two don't
/// share. Not for steps that solve for the drift, whose damping it would weaken.
double extrapolation_of(const CompiledRun& run) {
  constexpr double least_order = 1.5;
  const Scheme& scheme = *run.scheme.scheme;
  const NoiseClass noise_class = run.noise_class.noise_class;
  if (noise_class != NoiseClass::none && noise_class != NoiseClass::additive) return 0.0;
  if (scheme.drift_step != DriftStep::evaluated || order_on(scheme, noise_class)->strong < least_order) return 0.0;
  return 1.0 / (std::exp2(order_on(scheme, NoiseClass::none)->strong) - 1.0);
}

std::optional<ControlledSteps> fit_step_control(const CompiledRun& run) {
  const auto& control = run.experiment.step_control;
  if (!control) return std::nullopt;
  // A step's error goes as h^(p + 1/2) where its strong order is p, and as h^(p + 1) without noise.
  constexpr double most = 4.0;
  const NoiseClass noise_class = run.noise_class.noise_class;
  const double order = std::min(most, order_on(*run.scheme.scheme, noise_class)->strong);
  return ControlledSteps{count_halvings(*control, run.experiment.time),
                         row_tolerances(*control, run.model, run.row_count),
                         1.0 / (order + (noise_class == NoiseClass::none ? 1.0 : 0.5)), extrapolation_of(run)};
}

}  // namespace dosde
